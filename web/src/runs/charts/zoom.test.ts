import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dragged, moved, zoomedIn, zoomedOut } from './zoom.ts';

const whole = [0, 30] as const;

describe('a stretch', () => {
  it('is what was dragged over, up to whole ends, in either direction', () => {
    expect(dragged([3.2, 6.9], whole)).toEqual([3, 7]);
    expect(dragged([6.9, 3.2], whole)).toEqual([3, 7]);
    expect(dragged([4.2, 4.3], whole)).toEqual([4, 5]);
    expect(dragged([-1, 31], whole)).toBeUndefined();
  });

  it('is halved and doubled about its middle', () => {
    expect(zoomedIn(undefined, whole)).toEqual([8, 23]);
    expect(zoomedIn([1, 3], whole)).toEqual([2, 3]);
    expect(zoomedIn([2, 3], whole)).toEqual([2, 3]);
    expect(zoomedOut([2, 3], whole)).toEqual([2, 4]);
    expect(zoomedOut([20, 30], whole)).toEqual([10, 30]);
    expect(zoomedOut([5, 25], whole)).toBeUndefined();
    expect(zoomedOut(undefined, whole)).toBeUndefined();
  });

  it('moves to both ends, and no farther', () => {
    expect(moved([10, 14], whole, 1)).toEqual([12, 16]);
    expect(moved([10, 14], whole, -1)).toEqual([8, 12]);
    expect(moved([1, 5], whole, -1)).toEqual([0, 4]);
    expect(moved([26, 30], whole, 1)).toEqual([26, 30]);
    expect(moved(undefined, whole, 1)).toBeUndefined();
  });

  it('is never empty and never outside, whatever is done', () => {
    const step = fc.constantFrom('in', 'out', 'left', 'right');
    fc.assert(
      fc.property(fc.double({ min: 1, max: 100, noNaN: true }), fc.array(step, { maxLength: 20 }), (end, steps) => {
        const all = [0, end] as const;
        let stretch = zoomedIn(undefined, all);
        for (const name of steps) {
          if (name === 'in') stretch = zoomedIn(stretch, all);
          else if (name === 'out') stretch = zoomedOut(stretch, all);
          else stretch = moved(stretch, all, name === 'left' ? -1 : 1);
          if (stretch === undefined) continue;
          const [from, to] = stretch;
          expect(Number.isInteger(from) && Number.isInteger(to)).toBe(true);
          expect(to > from && from >= 0 && to <= Math.ceil(end)).toBe(true);
        }
      }),
    );
  });
});
