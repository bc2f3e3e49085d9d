import { describe, expect, it } from 'vitest';
import { epochLine, stepLine } from '../../../test/support/run-files.ts';
import { MetricsDigest } from './metrics-digest.ts';
import { runProgress } from './run-progress.ts';

const sizes = { epochs: 3, batchSize: 64, trainImages: 640, evaluationImages: 300 };

function digestOf(...lines: readonly string[]): MetricsDigest {
  const digest = new MetricsDigest();
  for (const line of lines) digest.add(line);
  return digest;
}

describe('runProgress', () => {
  it('measures an evaluation by the last epoch, and knows nothing of the time without a pace', () => {
    const digest = digestOf(stepLine(1, 9, { imagesPerSecond: 80 }), epochLine(1, { seconds: 10 }), stepLine(2, 5));
    const timeLeft = (facts: typeof sizes) => runProgress(digest, facts, { isRunning: true }).secondsLeft;
    // 320 images of the second epoch and 640 of the third, at the mean pace; two evaluations of 10 s less 640 / 80.
    expect(timeLeft(sizes)).toBeCloseTo(960 / (2 / (1 / 80 + 1 / 100)) + 2 * 2);
    for (const missing of ['epochs', 'batchSize', 'trainImages']) {
      expect(timeLeft({ ...sizes, [missing]: null })).toBeNull();
    }
    expect(runProgress(digestOf(epochLine(1)), sizes, { isRunning: true }).secondsLeft).toBeNull();
  });

  it('counts the steps of the epoch under way alone', () => {
    const before = digestOf(stepLine(1, 10), epochLine(1));
    expect(runProgress(before, sizes, { isRunning: true })).toMatchObject({
      epochsDone: 1,
      step: 0,
      stepsPerEpoch: 10,
    });
    before.add(stepLine(2, 4));
    expect(runProgress(before, sizes, { isRunning: true })).toMatchObject({ epochsDone: 1, step: 4 });
  });

  it('takes the pace of the last steps, without the first, which compiles', () => {
    const digest = digestOf(stepLine(1, 1, { imagesPerSecond: 1 }));
    expect(runProgress(digest, sizes, { isRunning: true }).secondsLeft).toBeNull();
    for (const step of [2, 3]) digest.add(stepLine(1, step, { imagesPerSecond: 100 }));
    expect(runProgress(digest, sizes, { isRunning: true })).toMatchObject({
      imagesPerSecond: 100,
      secondsLeft: expect.closeTo((3 * 640 - 192) / 100 + 3),
    });
    const slower = digestOf(
      ...Array.from({ length: 30 }, (_, step) => stepLine(1, step + 1, { imagesPerSecond: step < 10 ? 1 : 50 })),
    );
    expect(slower.recentSteps.map(({ imagesPerSecond }) => imagesPerSecond)).toEqual(Array(20).fill(50));
  });

  it('has no time left where it does not run, and knows nothing of an empty file', () => {
    expect(runProgress(digestOf(stepLine(1, 2)), sizes, { isRunning: false }).secondsLeft).toBeNull();
    const unknown = { epochs: null, batchSize: null, trainImages: null, evaluationImages: null };
    expect(runProgress(digestOf(), unknown, { isRunning: true })).toEqual({
      epochsDone: 0,
      epochs: null,
      step: 0,
      stepsPerEpoch: null,
      imagesPerSecond: null,
      secondsLeft: null,
    });
  });

  it('keeps the best of all epochs', () => {
    expect(
      digestOf(
        epochLine(1, { testAccuracy: 0.5 }),
        epochLine(2, { testAccuracy: 0.7 }),
        epochLine(3, { testAccuracy: 0.6 }),
      ).bestEpoch?.testAccuracy,
    ).toBe(0.7);
  });
});
