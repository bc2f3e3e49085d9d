import { describe, expect, it } from 'vitest';
import { levelOf, scaleOf, strongestFirst } from './feature-maps.ts';

describe('strongestFirst', () => {
  it('orders channels by their mean', () => {
    const maps = strongestFirst(Float32Array.of(1, 1, 5, 3, 0, 0, 2, 0), [4, 1, 2]);
    expect(maps.map(({ channel, mean }) => [channel, mean])).toEqual([
      [1, 4],
      [0, 1],
      [3, 1],
      [2, 0],
    ]);
    expect([...maps[0].values]).toEqual([5, 3]);
  });
});

describe('the scale', () => {
  it('goes from the least to the most, with 0 in it', () => {
    expect(scaleOf(Float32Array.of(2, 8, 4))).toEqual({ least: 0, most: 8 });
    expect(scaleOf(Float32Array.of(-2, -1))).toEqual({ least: -2, most: 0 });
    expect(scaleOf(Float32Array.of(Number.NaN, 3))).toEqual({ least: 0, most: 3 });
  });

  it('gives levels', () => {
    const scale = { least: -1, most: 1 };
    expect([-1, 0, 1, 5, -5, Number.NaN].map((value) => levelOf(value, scale))).toEqual([0, 128, 255, 255, 0, 0]);
    expect(levelOf(0, { least: 0, most: 0 })).toBe(0);
  });
});
