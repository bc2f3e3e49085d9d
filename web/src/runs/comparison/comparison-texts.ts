// The words of the comparison.
import type { Texts } from '../../language/language.ts';

interface ComparisonTexts {
  readonly title: string;
  readonly chosen: string;
  readonly add: string;
  readonly addRun: string;
  readonly remove: (id: string) => string;
  readonly full: (count: number) => string;
  readonly nothing: string;
  readonly gone: string;
  readonly tutorial: string;
  readonly numbers: string;
  readonly dataset: string;
  readonly last: (metric: string) => string;
  readonly inEpoch: (epoch: number) => string;
  readonly differences: string;
  readonly option: string;
  readonly noDifferences: string;
  readonly eachEpoch: (metric: string) => string;
}

export const comparisonTexts: Texts<ComparisonTexts> = {
  en: {
    title: 'Compare runs',
    chosen: 'Runs that are compared',
    add: 'Add a run to the comparison',
    addRun: 'Add a run …',
    remove: (id) => `Remove ${id}`,
    full: (count) => `${count} runs are the most that can be told apart.`,
    nothing: 'Add runs to see them in one chart.',
    gone: 'gone',
    tutorial: 'tutorial',
    numbers: 'In numbers',
    dataset: 'dataset',
    last: (metric) => `last ${metric}`,
    inEpoch: (epoch) => `in epoch ${epoch}`,
    differences: 'The options in which they differ',
    option: 'option',
    noDifferences: 'They differ in no option.',
    eachEpoch: (metric) => `The ${metric} of each epoch`,
  },
  zh: {
    title: '对比训练',
    chosen: '参与对比的训练',
    add: '向对比中添加训练',
    addRun: '添加训练……',
    remove: (id) => `移除 ${id}`,
    full: (count) => `最多可清楚区分 ${count} 个训练。`,
    nothing: '添加训练，即可在同一图表中查看。',
    gone: '已不存在',
    tutorial: '教程',
    numbers: '数值对比',
    dataset: '数据集',
    last: (metric) => `最终${metric}`,
    inEpoch: (epoch) => `第 ${epoch} 轮`,
    differences: '取值不同的选项',
    option: '选项',
    noDifferences: '各选项均相同。',
    eachEpoch: (metric) => `每轮的${metric}`,
  },
};
