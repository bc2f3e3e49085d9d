// Which epoch was the best, and whether it is long enough ago to give up: functions of the history, so that a resumed
// training decides as an uninterrupted one does.
import type { EpochRecord } from './events.ts';

/** The one with the highest test accuracy; of equals the one with the lowest test loss, and then the first. */
export function bestEpoch(history: readonly EpochRecord[]): EpochRecord | undefined {
  return history.reduce<EpochRecord | undefined>(
    (best, epoch) => (best === undefined || isBetter(epoch, best) ? epoch : best),
    undefined,
  );
}

/** @param patience epochs in a row without a new best one */
export function shouldStopEarly(history: readonly EpochRecord[], patience: number): boolean {
  const best = bestEpoch(history);
  return best !== undefined && history.length - best.epoch >= patience;
}

function isBetter(a: EpochRecord, b: EpochRecord): boolean {
  return a.testAccuracy > b.testAccuracy || (a.testAccuracy === b.testAccuracy && a.testLoss < b.testLoss);
}
