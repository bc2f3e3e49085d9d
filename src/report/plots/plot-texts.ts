// The words in the plots.
import type { Texts } from '../../metrics/languages.ts';

export interface PlotTexts {
  readonly epoch: string;
  readonly batches: string;
  /** Curve of another run. */
  readonly of: (run: string, curve: string) => string;
  readonly inEpoch: (what: string, epoch: number) => string;
  /** No finite number is there to show. */
  readonly nothing: string;
  readonly confusion: string;
  readonly trueClass: string;
  readonly mostConfused: (shown: number, all: number) => string;
  readonly predictedClass: string;
  readonly images: (count: number) => string;
  readonly rowShare: string;
}

const english: PlotTexts = {
  epoch: 'epoch',
  batches: 'training batches, smoothed',
  of: (run, curve) => `${run}, ${curve}`,
  inEpoch: (what, epoch) => `${what} · epoch ${epoch}`,
  nothing: 'no finite value to show',
  confusion: 'Confusion matrix',
  trueClass: 'true class',
  mostConfused: (shown, all) => `the ${shown} of ${all} classes with the most mistakes`,
  predictedClass: 'predicted class',
  images: (count) => `${count.toLocaleString('en-US')} images`,
  rowShare: 'share of the true class (%)',
};

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
  images: (count) => `${count.toLocaleString('en-US')} 张图像`,
  rowShare: '占真实类别的比例（%）',
};

export const plotTexts: Texts<PlotTexts> = { en: english, zh: chinese };
