// A curve of a chart, from points and by place.
import type { Curve } from '../../../../src/metrics/chart-extent.ts';

export type { Curve };

export function curveOf<T>(points: readonly T[], x: (point: T) => number, y: (point: T) => number | null): Curve {
  return curveOver(points.map(x), points, y);
}

/** @param x of the points, where several curves share it */
export function curveOver<T>(x: readonly number[], points: readonly T[], y: (point: T) => number | null): Curve {
  return {
    x,
    y: points.map((point) => {
      const value = y(point);
      return value !== null && Number.isFinite(value) ? value : null;
    }),
  };
}

/** What the nearest point of the curve says; null in gaps, and farther from all points than it reaches. */
export function valueAt({ x, y }: Curve, place: number, reach: number): number | null {
  let low = 0;
  let high = x.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (x[middle] <= place) low = middle + 1;
    else high = middle;
  }
  const before = low - 1;
  const nearest = before < 0 || (low < x.length && x[low] - place < place - x[before]) ? low : before;
  return nearest < x.length && Math.abs(x[nearest] - place) <= reach ? y[nearest] : null;
}

export function latestValue({ y }: Curve): number | null {
  return y.findLast((value) => value !== null) ?? null;
}
