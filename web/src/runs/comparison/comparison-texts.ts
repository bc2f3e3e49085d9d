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
  readonly testAccuracy: string;
  readonly testLoss: string;
  readonly trainLoss: string;
  readonly tutorial: string;
  readonly numbers: string;
  readonly columns: {
    readonly run: string;
    readonly state: string;
    readonly epochs: string;
    readonly best: string;
    readonly lastAccuracy: string;
    readonly lowestLoss: string;
    readonly lastLoss: string;
    readonly lastTrainLoss: string;
    readonly time: string;
  };
  readonly inEpoch: (epoch: number) => string;
  readonly differences: string;
  readonly option: string;
  readonly noDifferences: string;
  readonly eachEpoch: string;
  readonly epoch: string;
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
    testAccuracy: 'Test accuracy',
    testLoss: 'Test loss',
    trainLoss: 'Training loss',
    tutorial: 'tutorial',
    numbers: 'In numbers',
    columns: {
      run: 'run',
      state: 'state',
      epochs: 'epochs',
      best: 'best test accuracy',
      lastAccuracy: 'last test accuracy',
      lowestLoss: 'lowest test loss',
      lastLoss: 'last test loss',
      lastTrainLoss: 'last training loss',
      time: 'time',
    },
    inEpoch: (epoch) => `in epoch ${epoch}`,
    differences: 'The options in which they differ',
    option: 'option',
    noDifferences: 'They differ in no option.',
    eachEpoch: 'The test accuracy of each epoch',
    epoch: 'epoch',
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
    testAccuracy: '测试精度',
    testLoss: '测试损失',
    trainLoss: '训练损失',
    tutorial: '教程',
    numbers: '数值对比',
    columns: {
      run: '训练',
      state: '状态',
      epochs: '轮次',
      best: '最佳测试精度',
      lastAccuracy: '最终测试精度',
      lowestLoss: '最低测试损失',
      lastLoss: '最终测试损失',
      lastTrainLoss: '最终训练损失',
      time: '用时',
    },
    inEpoch: (epoch) => `第 ${epoch} 轮`,
    differences: '取值不同的选项',
    option: '选项',
    noDifferences: '各选项均相同。',
    eachEpoch: '每轮的测试精度',
    epoch: '轮次',
  },
};
