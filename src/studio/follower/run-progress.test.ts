import { describe, expect, it } from 'vitest';
import { epochLine, stepLine } from '../../../test/support/run-files.ts';
import { MetricsDigest } from './metrics-digest.ts';
import { runProgress, secondsLeft } from './run-progress.ts';

const sizes = { epochs: 3, batchSize: 64, trainImages: 640, testImages: 300 };

function digestOf(...lines: readonly string[]): MetricsDigest {
  const digest = new MetricsDigest();
  for (const line of lines) digest.add(line);
  return digest;
}

describe('secondsLeft', () => {
  const fresh = { ...sizes, epochsDone: 0, step: 0, pace: 100, lastEpoch: { seconds: null, pace: null } };

  it('takes a test image for a third of a training image before there was a test', () => {
    expect(secondsLeft(fresh)).toBeCloseTo(3 * (6.4 + 1));
    expect(secondsLeft({ ...fresh, step: 5 })).toBeCloseTo(3.2 + 1 + 2 * (6.4 + 1));
  });

  it('takes a test for as long as the last one was', () => {
    const done = { ...fresh, epochsDone: 1, lastEpoch: { seconds: 10, pace: 80 } };
    expect(secondsLeft(done)).toBeCloseTo(2 * (6.4 + (10 - 8)));
  });

  it('does not believe an epoch that was resumed and so took less time than its images', () => {
    expect(secondsLeft({ ...fresh, epochsDone: 1, lastEpoch: { seconds: 2, pace: 80 } })).toBeCloseTo(2 * 7.4);
  });

  it('does not believe an epoch in which the machine slept', () => {
    const slept = { ...fresh, epochsDone: 1, lastEpoch: { seconds: 5000, pace: 80 } };
    expect(secondsLeft(slept)).toBeCloseTo(2 * (6.4 + 3 * 1));
  });

  it('is nothing behind the last epoch, counts no image twice, and knows nothing without a pace', () => {
    expect(secondsLeft({ ...fresh, epochsDone: 3 })).toBe(0);
    // The last batch is short.
    expect(secondsLeft({ ...fresh, epochsDone: 2, step: 10, trainImages: 600 })).toBeCloseTo(1);
    for (const missing of ['pace', 'epochs', 'batchSize', 'trainImages']) {
      expect(secondsLeft({ ...fresh, [missing]: null })).toBeNull();
    }
  });
});

describe('runProgress', () => {
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
    const digest = digestOf(
      stepLine(1, 1, { imagesPerSecond: 1 }),
      stepLine(1, 2, { imagesPerSecond: 100 }),
      stepLine(1, 3, { imagesPerSecond: 100 }),
    );
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
    const unknown = { epochs: null, batchSize: null, trainImages: null, testImages: null };
    expect(runProgress(digestOf(), unknown, { isRunning: true })).toEqual({
      epochsDone: 0,
      epochs: null,
      step: 0,
      stepsPerEpoch: null,
      imagesPerSecond: null,
      secondsLeft: null,
    });
  });

  it('keeps the best accuracy of all epochs', () => {
    expect(
      digestOf(
        epochLine(1, { testAccuracy: 0.5 }),
        epochLine(2, { testAccuracy: 0.7 }),
        epochLine(3, { testAccuracy: 0.6 }),
      ).bestTestAccuracy,
    ).toBe(0.7);
  });
});
