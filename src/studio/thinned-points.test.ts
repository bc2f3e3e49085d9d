import { describe, expect, it } from 'vitest';
import { halved, ThinnedPoints } from './thinned-points.ts';

interface Point {
  readonly x: number;
  readonly y: number | null;
}

const limits = { most: 100, exact: 20 };

function thinned(points: readonly Point[]): ThinnedPoints<Point> {
  const kept = new ThinnedPoints<Point>(limits, ({ y }) => y);
  for (const point of points) kept.add(point);
  return kept;
}

/** With one that is high, and one without a height. */
function many(count: number): readonly Point[] {
  return Array.from({ length: count }, (_, x) => ({ x, y: x === 1234 ? 99 : x === 3456 ? null : Math.sin(x / 50) }));
}

describe('ThinnedPoints', () => {
  it('keeps as many as it may as they are', () => {
    for (const count of [0, 1, 19, 20, 41, 119]) expect(thinned(many(count)).all).toEqual(many(count));
  });

  it('keeps a bounded number of many, in order, evenly, with spikes and gaps and all of the last', () => {
    for (const count of [1000, 9999, 100_000]) {
      const { all } = thinned(many(count));
      expect(all.length).toBeLessThanOrEqual(limits.most + 2 + 2 * limits.exact);
      expect(all.slice(-limits.exact)).toEqual(many(count).slice(-limits.exact));
      const places = all.map(({ x }) => x);
      expect(places).toEqual(places.toSorted((a, b) => a - b));
      // In pieces of which each keeps two: no gap is longer than two of them.
      const gaps = places.slice(1).map((x, index) => x - places[index]);
      expect(Math.max(...gaps, places[0])).toBeLessThan((8 * count) / limits.most);
      if (count > 4000) expect(all.map(({ y }) => y)).toEqual(expect.arrayContaining([99, null]));
    }
  });

  it('gives what came behind a place, as long as it is there', () => {
    const kept = thinned(many(1000));
    expect(kept.count).toBe(1000);
    expect(kept.after(1000)).toEqual([]);
    expect(kept.after(990)).toEqual(many(1000).slice(-10));
    expect(kept.after(100)).toBeUndefined();
  });
});

it('halved keeps the lowest and the highest of each four', () => {
  const heights = [1, 5, 0, 2, 3, 3, 3, 3, null, 7, 8, 6, 4];
  const points = heights.map((y, x) => ({ x, y }));
  expect(halved(points, ({ y }) => y).map(({ x }) => x)).toEqual([1, 2, 4, 7, 8, 11, 12]);
});
