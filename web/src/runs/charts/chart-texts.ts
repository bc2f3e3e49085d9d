// The words of the charts.
import { translated } from '../../../../src/metrics/languages.ts';

export const chartTexts = translated({
  en: {
    latest: (title: string, values: string) => `${title} by epoch. Latest: ${values}.`,
    now: 'latest',
    epochs: 'epoch',
    epoch: (place: string) => `epoch ${place}`,
  },
  zh: {
    latest: (title, values) => `${title}随轮次的变化。最新值：${values}。`,
    now: '最新',
    epochs: '轮次',
    epoch: (place) => `第 ${place} 轮`,
  },
});
