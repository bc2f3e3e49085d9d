// From where to where the axes of a chart go. The first batches of a training are far from everything that comes after;
// once there are epochs, single batches no longer decide.
import type { Curve } from './curve.ts';

export type Range = readonly [number, number];

/** Of epochs: from the start to the last point, at least a tenth. */
export function epochRange(curves: readonly Curve[], atLeast = 0): Range {
  const last = curves.map(({ x }) => x.at(-1) ?? 0);
  return [0, Math.max(0.1, atLeast, ...last)];
}

/** @param batches of single batches: at most 2 in 100 may leave the chart on either side, where there are others */
export function lossRange(curves: readonly Curve[], batches: readonly Curve[] = []): Range {
  const [low, high] = extent(curves, batches);
  return padded(Math.min(0, low), high);
}

/** Up to 1, so that what is missing shows; from below only where the curves are low. */
export function accuracyRange(curves: readonly Curve[], batches: readonly Curve[] = []): Range {
  const [low] = extent(curves, batches);
  return [Math.max(0, Math.floor((low - 0.01) * 10) / 10), 1];
}

/** From 0. */
export function amountRange(curves: readonly Curve[]): Range {
  const [, high] = extent(curves, []);
  return padded(0, high);
}

function padded(low: number, high: number): Range {
  return high > low ? [low, high + (high - low) * 0.04] : [low, low + 1];
}

function extent(curves: readonly Curve[], batches: readonly Curve[]): Range {
  const sure = bounds(curves.map(({ y }) => y));
  if (sure === undefined) return bounds(batches.map(({ y }) => y)) ?? [0, 1];
  const usual = bounds(batches.map(({ y }) => withoutOutliers(y)));
  return usual === undefined ? sure : [Math.min(sure[0], usual[0]), Math.max(sure[1], usual[1])];
}

/** A thousand of them tell as well where 2 in 100 lie, and are sorted with every update of a long run. */
const sampleSize = 1000;

function withoutOutliers(values: readonly (number | null)[]): readonly number[] {
  const stride = Math.ceil(values.length / sampleSize);
  const sample = values
    .filter((value, index) => value !== null && index % stride === 0)
    .sort((left, right) => (left as number) - (right as number)) as readonly number[];
  const cut = Math.floor(sample.length * 0.02);
  return sample.slice(cut, sample.length - cut);
}

function bounds(lists: readonly (readonly (number | null)[])[]): Range | undefined {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const list of lists) {
    for (const value of list) {
      if (value === null) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return low <= high ? [low, high] : undefined;
}
