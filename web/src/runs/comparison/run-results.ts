// What came of a run, in numbers that can stand beside those of others.
import { bestEpoch } from '../../../../src/metrics/best-epoch.ts';
import { type EpochPoint, heldOutPart, heldOutValue, totalSeconds } from '../../../../src/metrics/epoch-record.ts';
import { type HeldOutPart, metricKey, type Quantity } from '../../../../src/metrics/metric-table.ts';
import type { RunMetrics } from '../../connection/run-metrics.ts';

/** Best and last values are those on the images that the epochs are judged by. */
export function resultsOf(epochs: readonly EpochPoint[]) {
  const last = epochs.at(-1);
  const bestOf = (quantity: Quantity) => bestEpoch(epochs, [metricKey(heldOutPart(epochs), quantity)]);
  return {
    epochs: last?.epoch ?? 0,
    bestEpoch: bestEpoch(epochs)?.epoch ?? null,
    best: (quantity: Quantity) => heldOutValue(bestOf(quantity), quantity),
    last: (quantity: Quantity) => heldOutValue(last, quantity),
    lastTrainLoss: last?.trainLoss ?? null,
    seconds: totalSeconds(epochs),
  };
}

/** Each part that one of the runs is judged by. */
export function heldOutParts(compared: readonly { readonly metrics: RunMetrics }[]): readonly HeldOutPart[] {
  const parts = compared.flatMap(({ metrics: { epochs } }) => (epochs.length === 0 ? [] : [heldOutPart(epochs)]));
  return parts.length === 0 ? ['test'] : [...new Set(parts)];
}
