// The words in the plots.
import type { Texts } from '../../metrics/languages.ts';
import { countOf, printCount } from '../../metrics/print-count.ts';

const english = {
  epoch: 'epoch',
  batches: 'training batches, smoothed',
  /** Curve of another run. */
  of: (run: string, curve: string) => `${run}, ${curve}`,
  inEpoch: (what: string, epoch: number) => `${what} · epoch ${epoch}`,
  /** No finite number is there to show. */
  nothing: 'no finite value to show',
  confusion: 'Confusion matrix',
  trueClass: 'true class',
  mostConfused: (shown: number, all: number) => `the ${shown} of ${all} classes with the most mistakes`,
  predictedClass: 'predicted class',
  images: (count: number) => countOf(count, 'image'),
  rowShare: 'share of the true class (%)',
};

export type PlotTexts = typeof english;

const chinese: PlotTexts = {
  epoch: '轮次',
  batches: '训练批次（平滑）',
  of: (run, curve) => `${run}，${curve}`,
  inEpoch: (what, epoch) => `${what} · 第 ${epoch} 轮`,
  nothing: '没有可显示的有限数值',
  confusion: '混淆矩阵',
  trueClass: '真实类别',
  mostConfused: (shown, all) => `共 ${all} 个类别，此处为错误最多的 ${shown} 个`,
  predictedClass: '预测类别',
  images: (count) => `${printCount(count)} 张图像`,
  rowShare: '占真实类别的比例（%）',
};

export const plotTexts: Texts<PlotTexts> = { en: english, zh: chinese };
