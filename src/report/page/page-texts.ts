// The words of the report's page, apart from those in its plots.
import type { Texts } from '../../metrics/languages.ts';
import type { HeldOutPart } from '../../metrics/metric-table.ts';
import { countOf, printCount } from '../../metrics/print-count.ts';

const english = {
  /** For the `lang` attribute. */
  tag: 'en',
  title: (run: string) => `Training report · ${run}`,
  testedOn: (dataset: string, images: number) => `Tested on ${dataset}, ${countOf(images, 'image')}`,
  /** Words for the images by which the best epoch was chosen. */
  chosenBy: {
    val: 'The best epoch was chosen by the validation images.',
    test: 'The best epoch was chosen by the test images, which therefore flatter it.',
  } satisfies Readonly<Record<HeldOutPart, string>>,
  macroF1: 'F1, mean of classes',
  epochs: 'epochs',
  time: 'training time',
  course: 'Course of the training',
  eachEpoch: 'The numbers of each epoch',
  unreadableLines: (count: number) =>
    count === 1
      ? 'One line of metrics.jsonl cannot be read and is left out.'
      : `${count} lines of metrics.jsonl cannot be read and are left out.`,
  epoch: 'epoch',
  epochTime: 'time',
  confusion: 'Confusion matrix',
  classes: 'Scores of each class',
  /** Below the table of classes. */
  notShown: (rows: number) => `evaluation.json has ${countOf(rows, 'more class', 'more classes')}.`,
  classColumns: ['class', 'precision', 'recall', 'F1', 'images'],
  macroAverage: 'macro average',
  weightedAverage: 'weighted average',
  mistakes: 'The worst mistakes',
  mistakesMeaning: 'The wrong answers that the network was surest of, with the probability that it gave them.',
  noMistakes: 'The network made no mistake.',
  mistakeAlt: (index: number, label: string, predicted: string) => `image ${index}: ${label}, taken for ${predicted}`,
  is: (label: string) => `is ${label}`,
  setting: 'How it was trained',
  /** Above the table of those that were not. */
  defaults: 'All other options are at their defaults.',
  allDefaults: 'All options are at their defaults.',
  configuration: 'The rest of the configuration',
  environment: 'Environment',
  network: 'Network',
};

export type PageTexts = typeof english;

const chinese: PageTexts = {
  tag: 'zh-CN',
  title: (run) => `训练报告 · ${run}`,
  testedOn: (dataset, images) => `测试集：${dataset}，${printCount(images)} 张图像`,
  chosenBy: {
    val: '最佳轮次是按验证图像选出的。',
    test: '最佳轮次是按测试图像选出的，因此测试成绩偏于乐观。',
  },
  macroF1: 'F1（各类平均）',
  epochs: '轮次',
  time: '训练时间',
  course: '训练过程',
  eachEpoch: '每轮的数值',
  unreadableLines: (count) => `metrics.jsonl 中有 ${count} 行无法读取，已略去。`,
  epoch: '轮次',
  epochTime: '时间',
  confusion: '混淆矩阵',
  classes: '各类别的得分',
  notShown: (rows) => `其余 ${rows} 个类别见 evaluation.json。`,
  classColumns: ['类别', '精确率', '召回率', 'F1', '图像数'],
  macroAverage: '宏平均',
  weightedAverage: '加权平均',
  mistakes: '最严重的错误',
  mistakesMeaning: '网络最有把握却答错的图像，以及网络给出的概率。',
  noMistakes: '网络没有出错。',
  mistakeAlt: (index, label, predicted) => `图像 ${index}：${label}，被认作 ${predicted}`,
  is: (label) => `实为 ${label}`,
  setting: '训练设置',
  defaults: '其余选项均为默认值。',
  allDefaults: '所有选项均为默认值。',
  configuration: '其余配置',
  environment: '环境',
  network: '网络',
};

export const pageTexts: Texts<PageTexts> = { en: english, zh: chinese };
