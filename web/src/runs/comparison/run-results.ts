// What came of a run, in numbers that can stand beside those of others.
import type { EpochPoint } from '../../../../src/studio/protocol.ts';
import { totalSeconds } from '../total-seconds.ts';

export interface RunResults {
  readonly epochs: number;
  readonly bestTestAccuracy: number | null;
  /** Where that was. */
  readonly bestEpoch: number | null;
  readonly lowestTestLoss: number | null;
  readonly lastTestAccuracy: number | null;
  readonly lastTestLoss: number | null;
  readonly lastTrainLoss: number | null;
  readonly seconds: number | null;
}

export function resultsOf(epochs: readonly EpochPoint[]): RunResults {
  const last = epochs.at(-1);
  let best: EpochPoint | undefined;
  for (const epoch of epochs) {
    if (epoch.testAccuracy !== null && epoch.testAccuracy > (best?.testAccuracy ?? Number.NEGATIVE_INFINITY))
      best = epoch;
  }
  const losses = epochs.flatMap(({ testLoss }) => (testLoss === null ? [] : [testLoss]));
  return {
    epochs: last?.epoch ?? 0,
    bestTestAccuracy: best?.testAccuracy ?? null,
    bestEpoch: best?.epoch ?? null,
    lowestTestLoss: losses.length === 0 ? null : losses.reduce((lowest, loss) => Math.min(lowest, loss)),
    lastTestAccuracy: last?.testAccuracy ?? null,
    lastTestLoss: last?.testLoss ?? null,
    lastTrainLoss: last?.trainLoss ?? null,
    seconds: totalSeconds(epochs),
  };
}
