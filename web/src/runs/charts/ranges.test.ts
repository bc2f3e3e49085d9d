import { describe, expect, it } from 'vitest';
import type { Curve } from '../../../../src/metrics/chart-extent.ts';
import { amountRange, epochRange, valueRange } from './ranges.ts';

describe('ranges', () => {
  it('go over all curves while there are only batches', () => {
    expect(valueRange('loss', [], [curve(3, 2, 1)])).toEqual([0, 3.12]);
    expect(valueRange('accuracy', [], [curve(0.06, 0.3)])).toEqual([0, 1]);
  });

  it('are not stretched by single batches once there are epochs', () => {
    const batches = curve(9, ...Array<number>(98).fill(0.5), 0.01);
    expect(valueRange('loss', [curve(0.6, 0.4)], [batches])[1]).toBeCloseTo(0.624, 6);
    const accuracies = curve(0.06, ...Array<number>(98).fill(0.85), 1);
    expect(valueRange('accuracy', [curve(0.83, 0.9)], [accuracies])).toEqual([0.8, 1]);
  });

  it('are not stretched by the first epoch once others follow', () => {
    const batches = { x: [0.25, 0.5, 0.75, 1, 1.25, 1.5], y: [9, 8, 7, 6, 0.7, 0.6] };
    expect(valueRange('loss', [curve(0.6, 0.4)], [batches])[1]).toBeCloseTo(0.7 * 1.04, 6);
    expect(valueRange('loss', [curve(0.6)], [batches])[1]).toBeCloseTo(9 * 1.04, 6);
  });

  it('show every epoch', () => {
    expect(valueRange('loss', [curve(5, 0.4)], [curve(0.5)])[1]).toBeGreaterThan(5);
    expect(valueRange('accuracy', [curve(0.12)], [])[0]).toBeLessThanOrEqual(0.12);
  });

  it('are never empty', () => {
    const ranges = [
      epochRange([]),
      valueRange('loss', []),
      valueRange('accuracy', []),
      amountRange([]),
      valueRange('loss', [curve(0)]),
    ];
    for (const [low, high] of [...ranges, amountRange([curve(0)])]) expect(high).toBeGreaterThan(low);
    expect(amountRange([{ x: [1], y: [null] }])).toEqual([0, 1.04]);
  });

  it('of epochs reach what was asked for', () => {
    expect(epochRange([{ x: [0.5, 2.5], y: [1, 1] }])).toEqual([0, 2.5]);
    expect(epochRange([{ x: [0.5, 2.5], y: [1, 1] }], 30)).toEqual([0, 30]);
  });
});

function curve(...y: readonly number[]): Curve {
  return { x: y.map((_, index) => index + 1), y };
}
