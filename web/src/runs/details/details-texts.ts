// The words of what stands below the curves of a run.
import type { Texts } from '../../language/language.ts';

interface DetailsTexts {
  readonly loading: string;
  readonly failed: (message: string) => string;
  readonly confusion: string;
  readonly confusionLater: string;
  readonly noConfusion: string;
  readonly confusionHint: string;
  /** Where there are too many to draw. */
  readonly mostConfused: (shown: number, all: string) => string;
  readonly trueClass: string;
  readonly predictedClass: string;
  readonly taken: (count: string, label: string, predicted: string, share: string) => string;
  readonly right: (count: string, label: string, share: string) => string;
  readonly testedOn: (dataset: string, images: string, accuracy: string, loss: string) => string;
  readonly classes: string;
  readonly classColumns: readonly [name: string, precision: string, recall: string, f1: string, images: string];
  readonly macroAverage: string;
  readonly weightedAverage: string;
  readonly mistakes: string;
  readonly mistakesMeaning: string;
  readonly noMistakes: string;
  readonly mistake: (label: string, predicted: string, share: string) => string;
  readonly tryMistake: (caption: string) => string;
  readonly noPictures: (reason: string) => string;
  readonly configuration: string;
  readonly environment: string;
  readonly option: string;
  readonly value: string;
  readonly source: string;
  readonly sources: Readonly<Record<string, string>>;
  readonly notThere: (file: string) => string;
  readonly unreadable: (file: string, reason: string) => string;
  readonly notShown: (rows: string) => string;
  readonly network: string;
  readonly drawing: string;
  readonly files: string;
  readonly report: string;
  readonly weights: Readonly<Record<'best' | 'last', string>>;
  readonly playground: string;
}

export const detailsTexts: Texts<DetailsTexts> = {
  en: {
    loading: 'Asking the server for the details …',
    failed: (message) => `The details could not be had: ${message}`,
    confusion: 'What is taken for what',
    confusionLater: 'The confusion matrix comes at the end of the training.',
    noConfusion:
      'This run has no evaluation, so there is no confusion matrix. To make both: googlenet report with its folder.',
    confusionHint:
      'Rows are the true classes, columns what the network said. Point at a cell, or go with the arrow keys.',
    mostConfused: (shown, all) => `These are the ${shown} of ${all} classes with the most mistakes.`,
    trueClass: 'true class',
    predictedClass: 'taken for',
    taken: (count, label, predicted, share) =>
      `${count} ${count === '1' ? 'image' : 'images'} of ${label} taken for ${predicted} (${share} of ${label})`,
    right: (count, label, share) =>
      `${count} ${count === '1' ? 'image' : 'images'} of ${label} recognised (${share} of ${label})`,
    testedOn: (dataset, images, accuracy, loss) =>
      `On ${images} images of ${dataset}: accuracy ${accuracy}, loss ${loss}.`,
    classes: 'Scores of each class',
    classColumns: ['class', 'precision', 'recall', 'F1', 'images'],
    macroAverage: 'macro average',
    weightedAverage: 'weighted average',
    mistakes: 'The most confident mistakes',
    mistakesMeaning: 'The wrong answers that the network was surest of. Each opens in the playground.',
    noMistakes: 'The network made no mistake.',
    mistake: (label, predicted, share) => `is ${label}, taken for ${predicted}, ${share}`,
    tryMistake: (caption) => `Open in the playground: ${caption}`,
    noPictures: (reason) => `The pictures could not be had: ${reason}. The captions are true without them.`,
    configuration: 'Configuration',
    environment: 'Environment',
    option: 'option',
    value: 'value',
    source: 'from',
    sources: { default: 'default', 'command line': 'command line' },
    notThere: (file) => `${file} is not there.`,
    unreadable: (file, reason) => `${file} cannot be shown: ${reason}.`,
    notShown: (rows) => `${rows} more rows are not shown.`,
    network: 'The layers (summary.txt)',
    drawing: 'The network as a drawing',
    files: 'Files',
    report: 'Report',
    weights: { best: 'Best weights', last: 'Last weights' },
    playground: 'Try it in the playground',
  },
  zh: {
    loading: '正在向服务器获取详细信息……',
    failed: (message) => `无法获取详细信息：${message}`,
    confusion: '哪些类别被混淆',
    confusionLater: '混淆矩阵将在训练结束时给出。',
    noConfusion: '该训练没有评估结果，因此没有混淆矩阵。用 googlenet report 加其文件夹可生成两者。',
    confusionHint: '行为真实类别，列为网络的判断。可用鼠标指向单元格，或用方向键移动。',
    mostConfused: (shown, all) => `共 ${all} 个类别，此处为错误最多的 ${shown} 个。`,
    trueClass: '真实类别',
    predictedClass: '被认作',
    taken: (count, label, predicted, share) =>
      `${count} 张 ${label} 图像被认作 ${predicted}（占 ${label} 的 ${share}）`,
    right: (count, label, share) => `${count} 张 ${label} 图像识别正确（占 ${label} 的 ${share}）`,
    testedOn: (dataset, images, accuracy, loss) =>
      `在 ${dataset} 的 ${images} 张图像上：精度 ${accuracy}，损失 ${loss}。`,
    classes: '各类别的得分',
    classColumns: ['类别', '精确率', '召回率', 'F1', '图像数'],
    macroAverage: '宏平均',
    weightedAverage: '加权平均',
    mistakes: '最有把握的错误',
    mistakesMeaning: '网络最有把握却答错的图像。点击可在试验场中打开。',
    noMistakes: '网络没有出错。',
    mistake: (label, predicted, share) => `实为 ${label}，被认作 ${predicted}，${share}`,
    tryMistake: (caption) => `在试验场中打开：${caption}`,
    noPictures: (reason) => `无法获取图像：${reason}。说明文字仍然有效。`,
    configuration: '配置',
    environment: '环境',
    option: '选项',
    value: '值',
    source: '来源',
    sources: { default: '默认', 'command line': '命令行' },
    notThere: (file) => `${file} 不存在。`,
    unreadable: (file, reason) => `无法显示 ${file}：${reason}。`,
    notShown: (rows) => `另有 ${rows} 行未显示。`,
    network: '各层（summary.txt）',
    drawing: '网络结构图',
    files: '文件',
    report: '报告',
    weights: { best: '最佳权重', last: '最后权重' },
    playground: '在试验场中试用',
  },
};
