// From where to where the axes of a chart go.
import { type Curve, chartExtent, type Range } from '../../../../src/metrics/chart-extent.ts';
import { type Quantity, quantityRow } from '../../../../src/metrics/metric-table.ts';

/** Of epochs: from the start to the last point, at least a tenth. */
export function epochRange(curves: readonly Curve[], atLeast = 0): Range {
  const last = curves.map(({ x }) => x.at(-1) ?? 0);
  return [0, Math.max(0.1, atLeast, ...last)];
}

/** @param batches of single batches: a few may leave the chart, where there are others */
export function valueRange(quantity: Quantity, curves: readonly Curve[], batches: readonly Curve[] = []): Range {
  const { axisStart, axisEnd } = quantityRow[quantity];
  const [low, high] = chartExtent(curves, batches) ?? [0, 1];
  return axisEnd === undefined ? padded(axisStart(low), high) : [axisStart(low), axisEnd];
}

/** From 0. */
export function amountRange(curves: readonly Curve[]): Range {
  const [, high] = chartExtent(curves) ?? [0, 1];
  return padded(0, high);
}

function padded(low: number, high: number): Range {
  return high > low ? [low, high + (high - low) * 0.04] : [low, low + 1];
}
