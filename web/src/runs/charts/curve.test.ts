import { describe, expect, it } from 'vitest';
import { curveOf, latestValue, positive, valueAt, within } from './curve.ts';

const curve = { x: [1, 2, 4], y: [10, null, 40] };

describe('valueAt', () => {
  it.each([
    [-0.1, null],
    [0, 10],
    [1, 10],
    [1.4, 10],
    [1.6, null],
    [2, null],
    [2.9, null],
    [3.1, 40],
    [5, 40],
    [5.1, null],
  ])('%d', (place, value) => {
    expect(valueAt(curve, place, 1)).toBe(value);
  });

  it('reaches as far as it is told', () => {
    expect(valueAt(curve, 6, 1)).toBeNull();
    expect(valueAt(curve, 6, 2)).toBe(40);
  });

  it('knows nothing of an empty curve', () => {
    expect(valueAt({ x: [], y: [] }, 1, 1)).toBeNull();
  });
});

describe('latestValue', () => {
  it('is the last number', () => {
    expect(latestValue(curve)).toBe(40);
    expect(latestValue({ x: [1, 2], y: [3, null] })).toBe(3);
    expect(latestValue({ x: [], y: [] })).toBeNull();
  });
});

describe('curveOf', () => {
  it('takes what is not finite as a gap', () => {
    const values = [1, Number.NaN, null, Number.POSITIVE_INFINITY];
    expect(curveOf([...values.keys()], Number, (index) => values[index])).toEqual({
      x: [0, 1, 2, 3],
      y: [1, null, null, null],
    });
  });
});

describe('within', () => {
  it('cuts a stretch out, with the points beside it where they are asked for', () => {
    const line = { x: [1, 2, 3, 4, 5], y: [10, 20, 30, 40, 50] };
    expect(within(line, [2, 3])).toEqual({ x: [2, 3], y: [20, 30] });
    expect(within(line, [2, 3], 1)).toEqual({ x: [1, 2, 3, 4], y: [10, 20, 30, 40] });
    expect(within(line, [2.2, 2.8], 1)).toEqual({ x: [2, 3], y: [20, 30] });
    expect(within(line, [6, 7], 1)).toEqual({ x: [5], y: [50] });
    expect(within(line, [0, 9])).toBe(line);
  });
});

describe('positive', () => {
  it('has gaps where no logarithm is', () => {
    expect(positive({ x: [1, 2, 3, 4], y: [1, 0, -1, null] }).y).toEqual([1, null, null, null]);
  });
});
