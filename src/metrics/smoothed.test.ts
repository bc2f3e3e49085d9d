import { describe, expect, it } from 'vitest';
import { smoothed } from './smoothed.ts';

describe('smoothed', () => {
  it('follows slowly, from the first value on', () => {
    expect(smoothed([1, 0, 0], 0.5)).toEqual([1, 0.5, 0.25]);
    expect(smoothed([3, 1], 0.9)[1]).toBeCloseTo(2.8, 12);
  });

  it('leaves the values as they are where nothing of before counts', () => {
    expect(smoothed([3, 1, 2], 0)).toEqual([3, 1, 2]);
  });

  it('begins anew behind a gap', () => {
    expect(smoothed([1, 0, null, 8, Number.NaN, 4, 0], 0.5)).toEqual([1, 0.5, null, 8, null, 4, 2]);
  });
});
