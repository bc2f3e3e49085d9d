// How far a training is.
import type { RunProgress } from '../../../src/studio/protocol.ts';

/** From 0 to 1; null where nobody knows how many epochs there are to be. */
export function shareDone({ epochsDone, epochs, step, stepsPerEpoch }: RunProgress): number | null {
  if (epochs === null || epochs < 1) return null;
  const underWay = stepsPerEpoch === null || stepsPerEpoch < 1 ? 0 : Math.min(1, step / stepsPerEpoch);
  return Math.min(1, (epochsDone + underWay) / epochs);
}

/** The epoch that is under way, or the last one. */
export function currentEpoch({ epochsDone, epochs, step }: RunProgress): number {
  const current = step > 0 ? epochsDone + 1 : epochsDone;
  return epochs === null ? current : Math.min(current, epochs);
}
