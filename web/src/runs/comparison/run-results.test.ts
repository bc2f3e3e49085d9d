import { describe, expect, it } from 'vitest';
import { resultsOf } from './run-results.ts';

describe('resultsOf', () => {
  it('finds the best epoch, the first of equals, and the last', () => {
    const epochs = [epoch(1, 0.7, 0.9), epoch(2, 0.8, 0.5), epoch(3, 0.8, 0.6), epoch(4, 0.75, null)];
    expect(resultsOf(epochs)).toEqual({
      epochs: 4,
      bestTestAccuracy: 0.8,
      bestEpoch: 2,
      lowestTestLoss: 0.5,
      lastTestAccuracy: 0.75,
      lastTestLoss: null,
      lastTrainLoss: 1,
      seconds: 40,
    });
  });

  it('does not take the time of some epochs for that of all', () => {
    expect(resultsOf([epoch(1, 0.7, 0.9), { ...epoch(2, 0.8, 0.5), seconds: null }]).seconds).toBe(null);
  });

  it('knows nothing before the first epoch', () => {
    expect(resultsOf([])).toMatchObject({ epochs: 0, bestTestAccuracy: null, lowestTestLoss: null, seconds: null });
  });
});

function epoch(epoch: number, testAccuracy: number, testLoss: number | null) {
  return { epoch, trainLoss: 1, trainAccuracy: 0.5, testLoss, testAccuracy, seconds: 10 };
}
