// The weights that come with the package, as entries of the list of runs: to be tried before anything was trained, and read alone.
import { packagedWeights } from '../runs/packaged-weights.ts';

/** By id, which no folder can have: a file of weights. */
export type PackagedRuns = ReadonlyMap<string, string>;

export const packagedRuns: PackagedRuns = new Map([['packaged/fashion-mnist', packagedWeights]]);

/** For those who look for runs that were made. */
export const noPackagedRuns: PackagedRuns = new Map();
