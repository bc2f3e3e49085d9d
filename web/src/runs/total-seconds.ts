// How long a run has trained; not known where the time of an epoch is not: its line was restored from a checkpoint.
import type { EpochPoint } from '../../../src/studio/protocol.ts';

export function totalSeconds(epochs: readonly Pick<EpochPoint, 'seconds'>[]): number | null {
  if (epochs.length === 0) return null;
  return epochs.reduce<number | null>(
    (sum, { seconds }) => (sum === null || seconds === null ? null : sum + seconds),
    0,
  );
}
