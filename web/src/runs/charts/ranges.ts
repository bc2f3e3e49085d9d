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
  const sure = curves.flatMap(finite);
  const others = batches.flatMap(finite).sort((left, right) => left - right);
  const cut = sure.length === 0 ? 0 : Math.floor(others.length * 0.02);
  const values = [...sure];
  if (others.length > 0) values.push(others[cut], others[others.length - 1 - cut]);
  if (values.length === 0) return [0, 1];
  // Not by spreading into Math.min: a long run has more values than a call may have arguments.
  return values.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [values[0], values[0]]);
}

function finite({ y }: Curve): readonly number[] {
  return y.filter((value) => value !== null);
}
