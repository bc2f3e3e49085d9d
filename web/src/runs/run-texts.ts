// The words of a run's page, and of the numbers that the comparison shows too.
import { translated } from '../../../src/metrics/languages.ts';

export const runTexts = translated({
  en: {
    back: 'All runs',
    listening: 'Asking the server for this run …',
    unknownRun: 'There is no run of this name in the folder. If it begins, it appears here by itself.',
    gone: 'The folder of this run is gone. What is shown is what was known of it.',
    imported:
      'These weights were trained elsewhere and imported, so there are no curves. Try them, or look at their network.',
    packaged:
      'These weights come with googlenet, so that there is something to try before anything was trained. They can only be read. Try them, or look at their network.',
    unreadableLines: (count: number) =>
      count === 1
        ? 'One line of metrics.jsonl could not be read and is left out.'
        : `${count} lines of metrics.jsonl could not be read and are left out.`,
    stillReading: (share: string) => `metrics.jsonl is long: ${share} of it has been read so far.`,
    started: (ago: string) => `started ${ago}`,
    progress: 'Progress of the training',
    epoch: 'epoch',
    epochOf: (epoch: string, epochs: string) => `${epoch} of ${epochs}`,
    speed: 'images/s',
    timeLeft: 'time left',
    rate: 'learning rate',
    time: 'time',
    course: 'Course of the training',
    batches: 'batches',
    tutorial: (curve: string) => `${curve}, tutorial`,
    tutorialSwitch: 'Show the tutorial’s curve',
    eachEpoch: 'The numbers of each epoch',
    noCurves: 'The curves begin with the first batch that is logged.',
    noEpochs: 'The first numbers come at the end of the first epoch.',
    compare: 'Compare with others',
  },
  zh: {
    back: '全部训练',
    listening: '正在向服务器获取该训练……',
    unknownRun: '文件夹中没有这个名称的训练。一旦开始，它会自动出现在这里。',
    gone: '该训练的文件夹已不存在，显示的是此前已知的内容。',
    imported: '这些权重在别处训练后导入，因此没有曲线。可以试用，也可以查看其网络结构。',
    packaged: '这些权重随 googlenet 提供，在训练之前即可试用；只能读取，不能改动。可以试用，也可以查看其网络结构。',
    unreadableLines: (count) => `metrics.jsonl 中有 ${count} 行无法读取，已略去。`,
    stillReading: (share) => `metrics.jsonl 很长，目前已读取 ${share}。`,
    started: (ago) => `开始于 ${ago}`,
    progress: '训练进度',
    epoch: '轮次',
    epochOf: (epoch, epochs) => `${epoch} / ${epochs}`,
    speed: '图像/秒',
    timeLeft: '剩余时间',
    rate: '学习率',
    time: '用时',
    course: '训练过程',
    batches: '批次',
    tutorial: (curve) => `教程${curve}`,
    tutorialSwitch: '显示教程的曲线',
    eachEpoch: '每轮的数值',
    noCurves: '记录第一个批次后，曲线才会出现。',
    noEpochs: '第一轮结束后才有第一批数值。',
    compare: '与其他训练对比',
  },
});
