import { describe, expect, it } from 'vitest';
import { wholeRange, xAxis } from './x-axis.ts';

describe('wholeRange', () => {
  it('goes to the last point, or as far as was asked for, and is never without a whole epoch', () => {
    expect(wholeRange([{ x: [0.5, 2.5], y: [1, 1] }])).toEqual([0, 2.5]);
    expect(wholeRange([{ x: [0.5, 2.5], y: [1, 1] }], 30)).toEqual([0, 30]);
    expect(wholeRange([{ x: [0.1], y: [1] }])).toEqual([0, 1]);
    expect(wholeRange([])).toEqual([0, 1]);
  });
});

describe('xAxis', () => {
  it('says in what unit it is, in both languages', () => {
    const titles = (['en', 'zh'] as const).map((language) => [
      xAxis('epochs', [0, 3], language, null).title,
      xAxis('time', [0, 300], language, 60).title,
      xAxis('time', [0, 9000], language, 60).title,
    ]);
    expect(titles).toEqual([
      ['epoch', 'time since the start (min:s)', 'time since the start (h:min)'],
      ['轮次', '开始后的时间（分：秒）', '开始后的时间（时：分）'],
    ]);
    expect(xAxis('time', [0, 9000], 'zh', 60).printPlace(4980)).toBe('1 小时 23 分后');
  });
});
