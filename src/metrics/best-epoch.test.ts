import { describe, expect, it } from 'vitest';
import { bestEpoch, shouldStopEarly } from './best-epoch.ts';
import type { EpochRecord } from './epoch-record.ts';

function historyOf(...results: readonly (readonly [accuracy: number, loss: number])[]): readonly EpochRecord[] {
  return results.map(([testAccuracy, testLoss], index) => {
    return { epoch: index + 1, trainLoss: 1, trainAccuracy: 0.5, testAccuracy, testLoss };
  });
}

describe('bestEpoch', () => {
  it('is the one with the highest test accuracy, then the lowest test loss, then the first', () => {
    expect(bestEpoch([])).toBeUndefined();
    expect(bestEpoch(historyOf([0.5, 1], [0.7, 2], [0.6, 0.5]))?.epoch).toBe(2);
    expect(bestEpoch(historyOf([0.7, 1], [0.7, 0.9], [0.7, 0.9]))?.epoch).toBe(2);
  });
});

describe('shouldStopEarly', () => {
  it('waits for so many epochs without a better one', () => {
    const worse = historyOf([0.7, 1], [0.6, 1], [0.7, 1]);
    expect([1, 2, 3].map((patience) => shouldStopEarly(worse, patience))).toEqual([true, true, false]);
    expect(shouldStopEarly(historyOf([0.7, 1], [0.6, 1], [0.8, 1]), 1)).toBe(false);
    expect(shouldStopEarly([], 1)).toBe(false);
  });
});
