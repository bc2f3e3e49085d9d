// A curve of a chart: places in order of x, with null where there is no finite number.

export interface Curve {
  readonly x: readonly number[];
  readonly y: readonly (number | null)[];
}

export const emptyCurve: Curve = { x: [], y: [] };

export function curveOf<T>(points: readonly T[], x: (point: T) => number, y: (point: T) => number | null): Curve {
  return {
    x: points.map(x),
    y: points.map((point) => {
      const value = y(point);
      return value !== null && Number.isFinite(value) ? value : null;
    }),
  };
}

/** What the curve says at this place: its last point up to there; null before the first, and in gaps. */
export function valueAt({ x, y }: Curve, place: number): number | null {
  let low = 0;
  let high = x.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (x[middle] <= place) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? null : y[low - 1];
}

export function latestValue({ y }: Curve): number | null {
  return y.findLast((value) => value !== null) ?? null;
}
