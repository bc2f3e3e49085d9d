// From where to where the values of a chart go. The batches of the first epoch are far from everything that comes after:
// where more epochs follow, they do not decide, and their curve enters the chart where it gets near the others.
import type { Point, Series } from './line-chart.ts';

/** Beyond it the round number above a value may be infinite. */
const largestValue = 1e300;

export interface FinitePoint {
  readonly x: number;
  readonly y: number;
}

export function isFinitePoint(point: Point): point is FinitePoint {
  return point.y !== null && Math.abs(point.y) < largestValue;
}

/** Lowest and highest value; undefined if there are none. */
export function valueExtent(series: readonly Series[]): readonly [number, number] | undefined {
  const ofEpochs = series.filter(({ style }) => style.kind !== 'batches').flatMap(({ points }) => points);
  const hasMoreEpochs = ofEpochs.some((point) => isFinitePoint(point) && point.x > 1);
  const values = series.flatMap(({ points, style }) => {
    const deciding = style.kind === 'batches' && hasMoreEpochs ? points.filter(({ x }) => x > 1) : points;
    return deciding.filter(isFinitePoint).map(({ y }) => y);
  });
  return values.length === 0 ? undefined : [Math.min(...values), Math.max(...values)];
}

/** The parts of a curve between the two values; where it crosses one of them it gets a point, and a gap behind it. */
export function clipped(points: readonly Point[], [low, high]: readonly [number, number]): readonly Point[] {
  const isInside = ({ y }: FinitePoint) => y >= low && y <= high;
  return points.flatMap((point, index): readonly Point[] => {
    const before = points[index - 1];
    if (before === undefined || !isFinitePoint(before) || !isFinitePoint(point)) {
      return [isFinitePoint(point) && !isInside(point) ? { x: point.x, y: null } : point];
    }
    if (isInside(before) === isInside(point)) return [isInside(point) ? point : { x: point.x, y: null }];
    const outside = isInside(point) ? before : point;
    const bound = outside.y > high ? high : low;
    const crossing = { x: before.x + ((bound - before.y) / (point.y - before.y)) * (point.x - before.x), y: bound };
    return isInside(point) ? [crossing, point] : [crossing, { x: point.x, y: null }];
  });
}
