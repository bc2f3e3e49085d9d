// A curve of a chart, from points and by place.
import type { Curve, Range } from '../../../../src/metrics/chart-extent.ts';

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

/** The part of it in the range, and where it comes from and goes to. @param around points on either side */
export function within(curve: Curve, [from, to]: Range, around = 0): Curve {
  const { x, y } = curve;
  let first = 0;
  let end = x.length;
  while (first < end && x[first] < from) first++;
  while (end > first && x[end - 1] > to) end--;
  if (first === 0 && end === x.length) return curve;
  const [start, stop] = [Math.max(0, first - around), end + around];
  return { x: x.slice(start, stop), y: y.slice(start, stop) };
}

/** Without what a logarithmic axis has no place for. */
export function positive({ x, y }: Curve): Curve {
  return { x, y: y.map((value) => (value !== null && value > 0 ? value : null)) };
}

/** A function of curves that makes nothing twice, so that what is drawn already is known again. */
export function remembering(make: (curve: Curve) => Curve): (curve: Curve) => Curve {
  const made = new WeakMap<Curve, Curve>();
  return (curve) => {
    const known = made.get(curve) ?? make(curve);
    made.set(curve, known);
    return known;
  };
}
