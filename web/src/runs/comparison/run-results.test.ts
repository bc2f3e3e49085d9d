import { describe, expect, it } from 'vitest';
import { noMetrics } from '../../connection/run-metrics.ts';
import { heldOutParts, resultsOf } from './run-results.ts';

describe('resultsOf', () => {
  it('finds the best epoch, the first of equals, and the last', () => {
    const epochs = [epoch(1, 0.7, 0.9), epoch(2, 0.8, 0.5), epoch(3, 0.8, 0.6), epoch(4, 0.75, null)];
    const { best, last, ...results } = resultsOf(epochs);
    expect(results).toEqual({ epochs: 4, bestEpoch: 2, lastTrainLoss: 1, seconds: 40 });
    expect([best('accuracy'), best('loss'), last('accuracy'), last('loss')]).toEqual([0.8, 0.5, 0.75, null]);
  });

  it('goes by the validation images where there are some', () => {
    const epochs = [0.7, 0.6].map((valAccuracy, index) => {
      return { epoch: index + 1, trainLoss: 1, trainAccuracy: 0.5, valLoss: 2 - index, valAccuracy, seconds: 10 };
    });
    const { best, last, bestEpoch } = resultsOf(epochs);
    expect([bestEpoch, best('accuracy'), best('loss'), last('accuracy')]).toEqual([1, 0.7, 1, 0.6]);
    const [validated, tested, empty] = [epochs, [epoch(1, 0.7, 0.9)], []].map((epochs) => ({
      metrics: { ...noMetrics, epochs },
    }));
    expect(heldOutParts([tested, validated, empty])).toEqual(['test', 'val']);
    expect(heldOutParts([empty])).toEqual(['test']);
  });

  it('does not take the time of some epochs for that of all', () => {
    expect(resultsOf([epoch(1, 0.7, 0.9), { ...epoch(2, 0.8, 0.5), seconds: null }]).seconds).toBe(null);
  });

  it('knows nothing before the first epoch', () => {
    const { best, ...results } = resultsOf([]);
    expect(results).toMatchObject({ epochs: 0, bestEpoch: null, seconds: null });
    expect([best('accuracy'), best('loss')]).toEqual([null, null]);
  });
});

function epoch(epoch: number, testAccuracy: number, testLoss: number | null) {
  return { epoch, trainLoss: 1, trainAccuracy: 0.5, testLoss, testAccuracy, seconds: 10 };
}
