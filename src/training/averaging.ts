// When weights are averaged, and how much of the average is then kept: a function of the update's number, so that nothing is
// saved for it.

/** Updates from one averaging to the next: averaging after each would cost more and change hardly anything. */
export const updatesPerAveraging = 8;

/**
 * How much of the average is kept after an update: `emaDecay` for each update since the last averaging, but n / (n + 10) at
 * averaging n (from 0), so that the first copies the weights and the first thousands soon count for nothing, after
 * TensorFlow's ExponentialMovingAverage with `num_updates`.
 * @param updatesBefore over all epochs, without the one that was just done
 * @returns undefined where this update is not followed by an averaging
 */
export function averagingDecay(emaDecay: number, updatesBefore: number): number | undefined {
  if (updatesBefore % updatesPerAveraging !== 0) return undefined;
  const before = updatesBefore / updatesPerAveraging;
  return Math.min(emaDecay ** updatesPerAveraging, before / (before + 10));
}
