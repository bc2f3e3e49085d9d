// How many steps an epoch has: as many as there are updates, the last of which may be of fewer batches.

/** @param accumulate batches of a step */
export function stepsPerEpoch(batches: number, accumulate: number): number {
  return Math.ceil(batches / accumulate);
}
