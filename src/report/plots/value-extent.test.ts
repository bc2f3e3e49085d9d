import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clipped } from './value-extent.ts';

const pointsOf = (...values: readonly (number | null)[]) => values.map((y, x) => ({ x, y }));

describe('clipped', () => {
  it('keeps what is inside, the edges included', () => {
    const points = pointsOf(0, 5, null, 10);
    expect(clipped(points, [0, 10])).toEqual(points);
  });

  it('ends and begins a curve where it crosses an edge', () => {
    expect(clipped(pointsOf(20, 0, -10, 10), [0, 10])).toEqual([
      { x: 0, y: null },
      { x: 0.5, y: 10 },
      { x: 1, y: 0 },
      { x: 1, y: 0 },
      { x: 2, y: null },
      { x: 2.5, y: 0 },
      { x: 3, y: 10 },
    ]);
  });

  it('has nothing outside, whatever the curve is', () => {
    const value = fc.option(fc.double({ min: -100, max: 100, noNaN: true }));
    fc.assert(
      fc.property(fc.array(value), (values) => {
        for (const { x, y } of clipped(pointsOf(...values), [-10, 10])) {
          expect(x >= 0 && x < Math.max(1, values.length)).toBe(true);
          expect(y === null || (y >= -10 && y <= 10)).toBe(true);
        }
      }),
    );
  });
});
