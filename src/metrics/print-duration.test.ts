import { describe, expect, it } from 'vitest';
import { printDuration } from './print-duration.ts';

describe('printDuration', () => {
  it.each([
    [0, '0 s', '0 秒'],
    [59.4, '59 s', '59 秒'],
    [59.6, '1 min 0 s', '1 分 0 秒'],
    [245, '4 min 5 s', '4 分 5 秒'],
    [599, '9 min 59 s', '9 分 59 秒'],
    [600, '10 min', '10 分'],
    [3599, '1 h 0 min', '1 小时 0 分'],
    [4980, '1 h 23 min', '1 小时 23 分'],
    [86_399, '1 d 0 h', '1 天 0 小时'],
    [183_600, '2 d 3 h', '2 天 3 小时'],
  ])('%d seconds', (seconds, english, chinese) => {
    expect(printDuration(seconds, 'en')).toBe(english);
    expect(printDuration(seconds, 'zh')).toBe(chinese);
  });

  it('is a dash where nothing is known', () => {
    expect([null, undefined, -1, Number.NaN].map((seconds) => printDuration(seconds, 'en'))).toEqual(
      Array(4).fill('–'),
    );
  });
});
