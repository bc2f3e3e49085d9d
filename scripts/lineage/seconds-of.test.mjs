import { describe, expect, it } from 'vitest';
import { secondsOf } from './seconds-of.mjs';

describe('secondsOf', () => {
  const step = (epoch, step, imagesPerSecond) => ({ epoch, step, imagesPerSecond });

  it('adds the times of all steps, the last of an epoch with the images that are left', () => {
    const steps = [step(1, 1, 10), step(1, 2, 1), step(2, 1, 5), step(2, 2, 2)];
    expect(secondsOf(steps, { epochs: 2, batchSize: 20, images: 24 })).toBe(2 + 4 + 4 + 2);
  });

  it('knows nothing where a step was not logged', () => {
    expect(secondsOf([step(1, 2, 1)], { epochs: 1, batchSize: 20, images: 24 })).toBe(null);
  });
});
