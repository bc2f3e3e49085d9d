import { describe, expect, it } from 'vitest';
import { timeAxis } from './time-axis.ts';

describe('timeAxis', () => {
  it.each([
    [[0, 40], 5, '0:00 0:10 0:20 0:30 0:40'],
    [[0, 281], 6, '0:00 1:00 2:00 3:00 4:00'],
    [[0, 281], 2, '0:00'],
    [[0, 5400], 4, '0:00 0:30 1:00 1:30'],
    [[3600, 7300], 5, '1:00 1:15 1:30 1:45 2:00'],
    [[3600, 3605], 5, '1:00:00 1:00:01 1:00:02 1:00:03 1:00:04 1:00:05'],
    [[0, 100 * 3600], 5, '0:00 24:00 48:00 72:00 96:00'],
    [[0, 1000 * 3600], 5, '0:00 216:00 432:00 648:00 864:00'],
  ] as const)('%j with room for %d', (range, most, ticks) => {
    const axis = timeAxis(range).axis(most);
    expect(axis.ticks.map(axis.printTick).join(' ')).toBe(ticks);
  });
});
