import { describe, expect, it } from 'vitest';
import type { StepPoint } from '../../../../src/metrics/epoch-record.ts';
import { runCurves } from './run-curves.ts';

describe('runCurves', () => {
  it('puts batches within their epoch and epochs at their end', () => {
    const epochs = [
      { epoch: 1, trainLoss: 2, trainAccuracy: 0.3, testLoss: null, testAccuracy: 0.4, seconds: 1 },
      { epoch: 2, trainLoss: 1, trainAccuracy: 0.5, testLoss: 1.5, testAccuracy: 0.6, seconds: 1 },
    ];
    const curves = runCurves({ steps: [step(1, 5), step(2, 8)], epochs, unreadableLines: 0, shareRead: 1 }, 10);
    expect(curves.batches.loss).toEqual({ x: [0.5, 1.8], y: [3, 3] });
    expect(curves.epochs.loss).toEqual([
      { part: 'train', curve: { x: [1, 2], y: [2, 1] } },
      { part: 'test', curve: { x: [1, 2], y: [null, 1.5] } },
    ]);
    expect(curves.epochs.accuracy[1].curve).toEqual({ x: [1, 2], y: [0.4, 0.6] });
    expect(curves.rate.y).toEqual([0.1, 0.1]);
    expect(curves.speed.y).toEqual([null, null]);
  });

  it('goes by the last step seen where the length of an epoch is not known, or wrong', () => {
    for (const known of [null, 4]) {
      const { batches } = runCurves(
        { steps: [step(1, 4), step(1, 8)], epochs: [], unreadableLines: 0, shareRead: 1 },
        known,
      );
      expect(batches.loss.x).toEqual([0.5, 1]);
    }
  });
});

function step(epoch: number, step: number): StepPoint {
  return { epoch, step, loss: 3, accuracy: 0.5, lr: 0.1, imagesPerSecond: null };
}
