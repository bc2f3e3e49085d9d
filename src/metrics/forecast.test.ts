import { describe, expect, it } from 'vitest';
import { paceOf, secondsLeft } from './forecast.ts';

const fresh = {
  epochsLeft: 3,
  imagesDone: 0,
  trainImages: 640,
  evaluationImages: 300,
  pace: 100,
  evaluationSeconds: null,
};

describe('secondsLeft', () => {
  it('takes an image that is evaluated for a third of a training image before there was an evaluation', () => {
    expect(secondsLeft(fresh)).toBeCloseTo(3 * (6.4 + 1));
    expect(secondsLeft({ ...fresh, imagesDone: 320 })).toBeCloseTo(3.2 + 1 + 2 * (6.4 + 1));
  });

  it('takes an evaluation for as long as the last one was', () => {
    expect(secondsLeft({ ...fresh, epochsLeft: 2, evaluationSeconds: 2 })).toBeCloseTo(2 * (6.4 + 2));
  });

  it('believes neither an epoch that was resumed and too short nor one in which the machine slept', () => {
    expect(secondsLeft({ ...fresh, epochsLeft: 2, evaluationSeconds: -6 })).toBeCloseTo(2 * 7.4);
    expect(secondsLeft({ ...fresh, epochsLeft: 2, evaluationSeconds: 4992 })).toBeCloseTo(2 * (6.4 + 3 * 1));
  });

  it('is nothing behind the last epoch, and counts no image twice', () => {
    expect(secondsLeft({ ...fresh, epochsLeft: 0 })).toBe(0);
    // The last batch is short.
    expect(secondsLeft({ ...fresh, epochsLeft: 1, imagesDone: 640, trainImages: 600 })).toBeCloseTo(1);
  });
});

describe('paceOf', () => {
  it('is that of all images together, and nothing where no step tells', () => {
    expect(paceOf([{ imagesPerSecond: 10 }, { imagesPerSecond: 30 }, { imagesPerSecond: null }])).toBeCloseTo(15);
    expect(
      paceOf([
        { images: 30, imagesPerSecond: 10 },
        { images: 10, imagesPerSecond: 10 / 3 },
      ]),
    ).toBeCloseTo(40 / 6);
    expect(paceOf([{ imagesPerSecond: 0 }])).toBeUndefined();
  });

  it('leaves out a step that also compiled', () => {
    const first = { imagesPerSecond: 1, hasCompiled: true };
    expect(paceOf([first])).toBeUndefined();
    expect(paceOf([first, { imagesPerSecond: 30 }])).toBeCloseTo(30);
  });
});
