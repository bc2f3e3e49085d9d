// The words of the weights beside the drawing.
import { translated } from '../../../../src/metrics/languages.ts';

interface FilterFacts {
  readonly shown: number;
  readonly filters: number;
  readonly shownChannels: number;
  readonly channels: number;
  readonly largest: string;
}

export const weightsTexts = translated({
  en: {
    title: 'Weights',
    titles: { best: 'Best weights', last: 'Last weights' },
    loading: 'Asking for the weights …',
    failed: (reason: string) => `The weights cannot be shown: ${reason}`,
    tensor: 'Tensor',
    histogram: ({ count, min, max }: Readonly<Record<'count' | 'min' | 'max', string>>) =>
      `How often which values occur: ${count} values from ${min} to ${max}`,
    facts: (mean: string, std: string) => `mean ${mean}, standard deviation ${std}`,
    filters: ({ shown, filters, shownChannels, channels, largest }: FilterFacts) => {
      const some = shown < filters ? `The first ${shown} of ${filters} filters` : `${filters} filters`;
      if (channels === 3) return `${some}, in their colours: grey is 0.`;
      const inside = channels === 1 ? '' : `, a row each, for ${shownChannels} of ${channels} channels`;
      return `${some}${inside}: blue is −${largest}, grey 0, orange ${largest}.`;
    },
    runs: 'Runs',
    networks: 'Networks',
  },
  zh: {
    title: '权重',
    titles: { best: '最佳权重', last: '最后权重' },
    loading: '正在请求权重……',
    failed: (reason) => `无法显示权重：${reason}`,
    tensor: '张量',
    histogram: ({ count, min, max }) => `各取值的分布：${count} 个值，从 ${min} 到 ${max}`,
    facts: (mean, std) => `均值 ${mean}，标准差 ${std}`,
    filters: ({ shown, filters, shownChannels, channels, largest }) => {
      const some = shown < filters ? `${filters} 个滤波器中的前 ${shown} 个` : `${filters} 个滤波器`;
      if (channels === 3) return `${some}，按其颜色显示：灰色为 0。`;
      const inside = channels === 1 ? '' : `，每行一个，显示 ${channels} 个通道中的 ${shownChannels} 个`;
      return `${some}${inside}：蓝色为 −${largest}，灰色为 0，橙色为 ${largest}。`;
    },
    runs: '训练',
    networks: '网络',
  },
});
