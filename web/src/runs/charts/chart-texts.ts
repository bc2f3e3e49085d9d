// The words of the charts.
import type { Texts } from '../../language/language.ts';

interface ChartTexts {
  readonly latest: (title: string, values: string) => string;
  readonly now: string;
  readonly epoch: (place: string) => string;
}

export const chartTexts: Texts<ChartTexts> = {
  en: {
    latest: (title, values) => `${title} by epoch. Latest: ${values}.`,
    now: 'latest',
    epoch: (place) => `epoch ${place}`,
  },
  zh: {
    latest: (title, values) => `${title}随轮次的变化。最新值：${values}。`,
    now: '最新',
    epoch: (place) => `第 ${place} 轮`,
  },
};
