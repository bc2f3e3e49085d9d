// From where to where the values of a chart go. A curve of batches may lie outside, and is then cut off at the edge.
import { canBeDrawn, chartExtent } from '../../metrics/chart-extent.ts';
import type { Point, Series } from './line-chart.ts';

export interface FinitePoint {
  readonly x: number;
  readonly y: number;
}

export function isFinitePoint(point: Point): point is FinitePoint {
  return canBeDrawn(point.y);
}

/** Lowest and highest value; undefined if there are none. */
export function valueExtent(series: readonly Series[]): readonly [number, number] | undefined {
  const curves = series.map(({ points, style }) => ({
    kind: style.kind,
    x: points.map(({ x }) => x),
    y: points.map(({ y }) => y),
  }));
  const isOfBatches = ({ kind }: (typeof curves)[number]) => kind === 'batches';
  return chartExtent(
    curves.filter((curve) => !isOfBatches(curve)),
    curves.filter(isOfBatches),
  );
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
