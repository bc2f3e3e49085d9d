// All that a training says, in each language. The Chinese epoch line is the tutorial's, to the letter.
import type { ProcessGroup } from '../../distributed/process-group.ts';
import { heldOutPart } from '../../metrics/epoch-record.ts';
import type { Texts } from '../../metrics/languages.ts';
import {
  type HeldOutPart,
  measuredMetrics,
  metricNames,
  partNames,
  printMetric,
  quantityRow,
} from '../../metrics/metric-table.ts';
import { countOf, printCount } from '../../metrics/print-count.ts';
import type { LockHolder } from '../../runs/run-lock.ts';
import type { EpochEvent } from '../../training/events.ts';
import type { FactChange, TrainingPosition } from '../../training/training-state.ts';
import { clockTime } from '../terminal/terminal-text.ts';
import { sayMessage } from '../zh/chinese.ts';
import type { EpochsChange } from './train-config.ts';

export interface TrainingPlan {
  readonly model: string;
  readonly dataset: string;
  readonly parameterCount: number;
  readonly trainImages: number;
  /** Number of images that the epochs are judged by. */
  readonly heldOutImages: number;
  readonly heldOut: HeldOutPart;
  readonly epochs: number;
  readonly engine: string;
  /** The processes that train together; undefined for one by itself. */
  readonly group?: TrainingGroup | undefined;
  readonly folder: string;
}

export type TrainingGroup = Pick<ProcessGroup, 'size' | 'hosts' | 'transport'>;

export interface Position {
  readonly epoch: number;
  readonly epochs: number;
  readonly step: number;
  readonly steps: number;
}

export interface Progress {
  /** Nobody knows before the second step. */
  readonly imagesPerSecond: number | undefined;
  readonly secondsLeft: number | undefined;
  readonly loss: number;
  /** A fraction. */
  readonly accuracy: number;
  /** Where several processes train together. */
  readonly ranks?: RankProgress | undefined;
}

export interface RankProgress {
  /** The slowest one. */
  readonly rank: number;
  readonly host: string;
  /** Share of the time that processes wait. */
  readonly waiting: number;
}

export interface Download {
  readonly file: string;
  readonly receivedBytes: number;
  readonly totalBytes: number | undefined;
}

const english = {
  downloading: (download: Download) => `downloading ${download.file} · ${megabytes(download)}`,
  mirrorFailed: (url: string, reason: string) => `no luck with ${url}: ${reason}`,
  stored: (path: string) => `stored ${path}`,
  /** What is waited for until the first step is done. */
  openingData: (data: string) => `opening ${data}`,
  readingImages: 'reading the images',
  openingEngine: 'opening the engine',
  compiling: 'compiling the network',
  firstStep: 'running the first step',
  saving: 'saving weights and checkpoint',
  cacheDamaged: (reason: string, instead: string) => `warning: ${reason}; the copy in ${instead} is used instead`,
  plan: (plan: TrainingPlan) =>
    [
      `${plan.model}, ${printCount(plan.parameterCount)} parameters`,
      `${plan.dataset}, ${countOf(plan.trainImages, 'image')} to train and ${printCount(plan.heldOutImages)} to ${plan.heldOut === 'val' ? 'validate' : 'test'}`,
      countOf(plan.epochs, 'epoch'),
      `engine ${plan.engine}`,
      ...(plan.group === undefined ? [] : [groupText(plan.group)]),
      `results go to ${plan.folder}`,
    ].join(' · '),
  /** What an engine says of a faster one. */
  advice: (text: string) => text,
  epochOf: ({ epoch, epochs }: Position) => `epoch ${epoch}/${epochs}`,
  stepOf: ({ step, steps }: Position) => `step ${step}/${steps}`,
  testing: ({ step, steps }: Position) => `testing ${step}/${steps}`,
  progress: ({ imagesPerSecond, secondsLeft, loss, accuracy, ranks }: Progress) => ({
    ...(imagesPerSecond !== undefined && { pace: `${imagesPerSecond.toFixed(1)} images/s` }),
    ...(secondsLeft !== undefined && { left: `ETA ${clockTime(secondsLeft)}` }),
    loss: `loss ${printMetric('loss', loss)}`,
    accuracy: `accuracy ${printMetric('accuracy', accuracy)}`,
    ...(ranks !== undefined && {
      ranks: `slowest rank ${ranks.rank} (${ranks.host}), waiting ${percent(ranks.waiting)}`,
    }),
  }),
  epoch: (event: EpochEvent) =>
    [
      `epoch ${padEpoch(event)}`,
      ...measuredMetrics(heldOutPart([event])).map(
        ({ key, part, quantity }) => `${part} ${quantityRow[quantity].names.en} ${printMetric(quantity, event[key])}`,
      ),
      `${event.seconds.toFixed(1)} s`,
    ].join(' · '),
  /** After the first signal. */
  stopping: 'stopping after this step; once more stops at once, without saving',
  stopped: (epochs: number, folder: string, program: string) =>
    `stopped after ${countOf(epochs, 'complete epoch')}; go on with: ${program} train --resume ${folder}`,
  stoppedEarly: (epochs: number) => `ended after ${countOf(epochs, 'epoch')}, since they no longer got better`,
  /** Weights of other classes: tensors that are drawn anew. */
  newHead: (names: readonly string[]) => `--init is of other classes: ${names.join(' and ')} are drawn anew`,
  resumed: ({ epoch, step }: TrainingPosition) => `resumed in epoch ${epoch} after step ${step}`,
  changed: ({ fact, before, now }: FactChange) =>
    `the ${factNames[fact].en} was ${before} and is ${now}: from here on, numbers differ in their last digits from those of an uninterrupted training`,
  otherEpochs: ({ before, now, rates }: EpochsChange) => {
    if (rates === 'stretched') {
      return `the schedule is laid out anew over ${countOf(now, 'epoch')} instead of ${before}: the learning rate jumps, and the results are not those of a training that was planned so from the start`;
    }
    return now < before
      ? `the training ends after ${now} of ${countOf(before, 'epoch')}, with the bytes that the whole one has there`
      : `the training goes on to epoch ${now}; behind epoch ${before} the learning rate stays at its last value`;
  },
  /** A run that keeps more threads than this machine has cores. */
  manyThreads: (threads: number, cores: number) =>
    `the run keeps its ${countOf(threads, 'thread')}, more than the ${countOf(cores, 'core')} here; --threads ${cores} would be faster, and its numbers would differ in their last digits`,
  /** For a run that ends here although an epoch was begun. */
  leftUnderWay: ({ epoch, step }: TrainingPosition) =>
    `epoch ${epoch} was under way after step ${step}: its steps stay in the newest checkpoint and in weights/last.safetensors`,
  /** By --force: what it means. */
  takenOver: ({ pid, host, since }: LockHolder) =>
    `taken over from process ${pid} on ${host}, which has held it since ${since}; if that still trains, both write into this folder and spoil the run`,
  /** Resumed, but trained to the end before. */
  nothingLeft: (epochs: number) =>
    `the training is complete after ${countOf(epochs, 'epoch')}; for more, add a larger --epochs`,
  results: (folder: string, files: readonly string[]) => `results are in ${folder}: ${files.join(', ')}`,
  /** @param url of the page that shows this run */
  studio: (url: string) => `watch it at ${url}`,
  noStudio: (reason: string) => `there is no studio, the training goes on without: ${reason}`,
  /** @param folder of the runs */
  studioAgain: (folder: string, program: string) =>
    `the studio ends with the training; open it again with: ${program} studio ${folder}`,
};

export type TrainTexts = typeof english;

const chinese: TrainTexts = {
  downloading: (download) => `正在下载 ${download.file} · ${megabytes(download)}`,
  mirrorFailed: (url, reason) => `无法从 ${url} 下载：${sayMessage(reason, 'zh')}`,
  stored: (path) => `已保存 ${path}`,
  openingData: (data) => `正在打开 ${data}`,
  readingImages: '正在读取图像',
  openingEngine: '正在打开引擎',
  compiling: '正在编译网络',
  firstStep: '正在执行第一步',
  saving: '正在保存权重和检查点',
  cacheDamaged: (reason, instead) => `警告：${sayMessage(reason, 'zh')}；改用 ${instead} 中的副本`,
  plan: (plan) =>
    [
      `${plan.model}，${printCount(plan.parameterCount)} 个参数`,
      `${plan.dataset}，训练图像 ${printCount(plan.trainImages)} 张，${partNames[plan.heldOut].zh}图像 ${printCount(plan.heldOutImages)} 张`,
      `共 ${plan.epochs} 轮`,
      `引擎 ${plan.engine}`,
      ...(plan.group === undefined ? [] : [chineseGroup(plan.group)]),
      `结果保存到 ${plan.folder}`,
    ].join(' · '),
  advice: (text) => sayMessage(text, 'zh'),
  epochOf: ({ epoch, epochs }) => `${epoch}/${epochs} 轮`,
  stepOf: ({ step, steps }) => `${step}/${steps} 步`,
  testing: ({ step, steps }) => `测试 ${step}/${steps}`,
  progress: ({ imagesPerSecond, secondsLeft, loss, accuracy, ranks }) => ({
    ...(imagesPerSecond !== undefined && { pace: `${imagesPerSecond.toFixed(1)} 张/秒` }),
    ...(secondsLeft !== undefined && { left: `剩余 ${clockTime(secondsLeft)}` }),
    loss: `损失 ${printMetric('loss', loss)}`,
    accuracy: `精度 ${printMetric('accuracy', accuracy, '')}`,
    ...(ranks !== undefined && {
      ranks: `最慢的是 rank ${ranks.rank}（${ranks.host}），等待 ${percent(ranks.waiting)}`,
    }),
  }),
  epoch: (event) =>
    [
      `${padEpoch(event)} 轮`,
      ...measuredMetrics(heldOutPart([event])).map(
        ({ key, part, quantity }) => `${metricNames([part], quantity).zh}:${printMetric(quantity, event[key], '')}`,
      ),
    ].join(','),
  stopping: '完成当前步后停止；再次中断将立即退出，不保存',
  stopped: (epochs, folder, program) => `已停止，完成 ${epochs} 轮；继续训练：${program} train --resume ${folder}`,
  stoppedEarly: (epochs) => `精度不再提高，共训练 ${epochs} 轮后提前结束`,
  newHead: (names) => `--init 的类别不同：${names.join('、')} 将重新初始化`,
  resumed: ({ epoch, step }) => `从第 ${epoch} 轮第 ${step} 步之后继续`,
  changed: ({ fact, before, now }) =>
    `${factNames[fact].zh}由 ${before} 变为 ${now}：此后的数值与未中断的训练相比，末位会有差异`,
  otherEpochs: ({ before, now, rates }) => {
    if (rates === 'stretched') {
      return `学习率计划由 ${before} 轮改为 ${now} 轮重新安排：学习率会发生跳变，结果与一开始就这样安排的训练不同`;
    }
    return now < before
      ? `训练在 ${before} 轮中的第 ${now} 轮之后结束，此处的字节与完整训练相同`
      : `训练继续到第 ${now} 轮；第 ${before} 轮之后学习率保持最后的值`;
  },
  manyThreads: (threads, cores) =>
    `训练沿用原来的 ${threads} 个线程，多于本机的 ${cores} 个核心；--threads ${cores} 会更快，但数值的末位会有差异`,
  leftUnderWay: ({ epoch, step }) =>
    `第 ${epoch} 轮已进行到第 ${step} 步：这些步骤保留在最新的检查点和 weights/last.safetensors 中`,
  takenOver: ({ pid, host, since }) =>
    `已从 ${host} 上的进程 ${pid} 接管（自 ${since} 起占用）；如果它仍在训练，两者同时写入此文件夹会损坏该次训练`,
  nothingLeft: (epochs) => `全部 ${epochs} 轮已完成；如需继续，请加大 --epochs`,
  results: (folder, files) => `结果在 ${folder}：${files.join('、')}`,
  studio: (url) => `训练过程可在此查看：${url}`,
  noStudio: (reason) => `studio 无法运行，训练继续进行：${sayMessage(reason, 'zh')}`,
  studioAgain: (folder, program) => `studio 随训练结束；再次打开：${program} studio ${folder}`,
};

export const trainTexts: Texts<TrainTexts> = { en: english, zh: chinese };

const factNames: Readonly<Record<FactChange['fact'], { readonly en: string; readonly zh: string }>> = {
  engine: { en: 'engine', zh: '引擎' },
  threads: { en: 'number of threads', zh: '线程数' },
  ranks: { en: 'number of processes', zh: '进程数' },
};

function groupText({ size, hosts, transport }: TrainingGroup): string {
  return `${countOf(size, 'process', 'processes')} on ${countOf(new Set(hosts).size, 'host')} (${transport})`;
}

function chineseGroup({ size, hosts, transport }: TrainingGroup): string {
  return `${new Set(hosts).size} 台主机上的 ${size} 个进程（${transport}）`;
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

/** E.g. `001/30`. */
function padEpoch({ epoch, epochs }: EpochEvent): string {
  return `${String(epoch).padStart(3, '0')}/${epochs}`;
}

function megabytes({ receivedBytes, totalBytes }: Download): string {
  const received = (receivedBytes / 1e6).toFixed(1);
  return totalBytes === undefined ? `${received} MB` : `${received}/${(totalBytes / 1e6).toFixed(1)} MB`;
}
