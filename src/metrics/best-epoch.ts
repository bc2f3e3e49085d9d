// Which epoch was the best, and whether it is long enough ago to give up: functions of the history, so that a resumed
// training decides as an uninterrupted one does.
import { type EpochNumbers, heldOutPart } from './epoch-record.ts';
import { type MetricKey, metricKey, metrics, quantityRow } from './metric-table.ts';

/**
 * @param by the value that decides, and what decides between equals; then the first is the best. Default: the accuracy and
 * the loss on the part that epochs are judged by
 * @returns undefined where no epoch has a finite value of the first
 */
export function bestEpoch<Epoch extends EpochNumbers>(
  epochs: readonly Epoch[],
  by: readonly MetricKey[] = (['accuracy', 'loss'] as const).map((name) => metricKey(heldOutPart(epochs), name)),
): Epoch | undefined {
  const known = epochs.filter((epoch) => scoreOf(epoch, by[0]) > Number.NEGATIVE_INFINITY);
  return known.reduce<Epoch | undefined>((best, epoch) => {
    if (best === undefined) return epoch;
    const decides = by.find((key) => scoreOf(epoch, key) !== scoreOf(best, key));
    return decides !== undefined && scoreOf(epoch, decides) > scoreOf(best, decides) ? epoch : best;
  }, undefined);
}

/** @param patience epochs in a row without a new best one */
export function shouldStopEarly(history: readonly EpochNumbers[], patience: number): boolean {
  const best = bestEpoch(history);
  return best !== undefined && history.length - best.epoch >= patience;
}

/** A score for comparing epochs: the higher, the better. */
function scoreOf(epoch: EpochNumbers, key: MetricKey): number {
  const value = epoch[key];
  if (typeof value !== 'number' || !Number.isFinite(value)) return Number.NEGATIVE_INFINITY;
  const metric = metrics.find((each) => each.key === key);
  return metric !== undefined && quantityRow[metric.quantity].higherIsBetter ? value : -value;
}
