import { describe, expect, it } from 'vitest';
import { printAgo, printCount, printPercent, printRate, printSpeed, printValue } from './numbers.ts';

describe('numbers', () => {
  it('are written with as many digits as mean something', () => {
    expect([0.8404, 1, 0, 0.99999].map((value) => printPercent(value))).toEqual([
      '84.04\u00a0%',
      '100.00\u00a0%',
      '0.00\u00a0%',
      '100.00\u00a0%',
    ]);
    expect(printPercent(0.99912, 1)).toBe('99.9\u00a0%');
    expect([0.34567, 12, 1e9].map((value) => printValue('loss', value))).toEqual(['0.3457', '12.0000', '1.00e+9']);
    expect([0.005, 0.1, 0.000012345678, 0].map(printRate)).toEqual(['0.005', '0.1', '0.00001235', '0']);
    expect([8.251, 92.44, 178.2, 12345].map((value) => printSpeed(value, 'en'))).toEqual([
      '8.25',
      '92.4',
      '178',
      '12,345',
    ]);
    expect(printCount(10000, 'zh')).toBe('10,000');
  });

  it('are a dash where nothing is known', () => {
    expect([printPercent(null), printValue('loss', Number.NaN), printRate(undefined), printSpeed(null, 'en')]).toEqual(
      Array(4).fill('–'),
    );
    expect(printAgo(null, new Date(), 'en')).toBe('–');
    expect(printAgo('soon', new Date(), 'en')).toBe('–');
  });
});

describe('printAgo', () => {
  const now = new Date('2026-11-24T12:00:00Z');

  it.each([
    ['2026-11-24T11:59:30Z', 'now', '现在'],
    ['2026-11-24T12:00:20Z', 'now', '现在'],
    ['2026-11-24T11:55:10Z', '4 minutes ago', '4分钟前'],
    ['2026-11-24T09:00:00Z', '3 hours ago', '3小时前'],
    ['2026-11-23T11:00:00Z', 'yesterday', '昨天'],
    ['2026-11-10T11:00:00Z', '2 weeks ago', '2周前'],
  ])('%s', (moment, english, chinese) => {
    expect(printAgo(moment, now, 'en')).toBe(english);
    expect(printAgo(moment, now, 'zh')).toBe(chinese);
  });
});
