// The words in the plots.

export const reportLanguages = ['en', 'zh'] as const;
export type ReportLanguage = (typeof reportLanguages)[number];

export interface PlotTexts {
  readonly loss: string;
  /** With its unit. */
  readonly lossAxis: string;
  readonly accuracy: string;
  readonly accuracyAxis: string;
  readonly epoch: string;
  readonly train: string;
  readonly test: string;
  readonly batches: string;
  /** Curve of another run. */
  readonly of: (run: string, curve: string) => string;
  readonly lowestLoss: (value: string, epoch: number) => string;
  readonly bestAccuracy: (value: string, epoch: number) => string;
  /** No finite number is there to show. */
  readonly nothing: string;
  readonly confusion: string;
  readonly trueClass: string;
  readonly predictedClass: string;
  readonly images: (count: number) => string;
  readonly rowShare: string;
}

const english: PlotTexts = {
  loss: 'Loss',
  lossAxis: 'cross-entropy (nats)',
  accuracy: 'Accuracy',
  accuracyAxis: 'accuracy (%)',
  epoch: 'epoch',
  train: 'training',
  test: 'test',
  batches: 'training batches, smoothed',
  of: (run, curve) => `${run}, ${curve}`,
  lowestLoss: (value, epoch) => `lowest test loss ${value} · epoch ${epoch}`,
  bestAccuracy: (value, epoch) => `best test accuracy ${value} · epoch ${epoch}`,
  nothing: 'no finite value to show',
  confusion: 'Confusion matrix',
  trueClass: 'true class',
  predictedClass: 'predicted class',
  images: (count) => `${count.toLocaleString('en-US')} images`,
  rowShare: 'share of the true class (%)',
};

const chinese: PlotTexts = {
  loss: '损失',
  lossAxis: '交叉熵（nat）',
  accuracy: '精度',
  accuracyAxis: '精度（%）',
  epoch: '轮次',
  train: '训练',
  test: '测试',
  batches: '训练批次（平滑）',
  of: (run, curve) => `${run}，${curve}`,
  lowestLoss: (value, epoch) => `最低测试损失 ${value} · 第 ${epoch} 轮`,
  bestAccuracy: (value, epoch) => `最高测试精度 ${value} · 第 ${epoch} 轮`,
  nothing: '没有可显示的有限数值',
  confusion: '混淆矩阵',
  trueClass: '真实类别',
  predictedClass: '预测类别',
  images: (count) => `${count.toLocaleString('en-US')} 张图像`,
  rowShare: '占真实类别的比例（%）',
};

export const plotTexts: { readonly [L in ReportLanguage]: PlotTexts } = { en: english, zh: chinese };
