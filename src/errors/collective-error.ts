// Ranks that cannot go on together: one is late, one failed, they do not fit, or their group has ended.
import { type ErrorDetails, GoogLeNetError } from './googlenet-error.ts';

/**
 * `late`: ranks had not come by the deadline; `failed`: another rank failed, or the connection to it; `mismatch`: ranks are
 * not at the same step, or not in one world; `closed`: the group has ended; `unavailable`: there is no library to join it with.
 */
export type CollectiveProblem = 'late' | 'failed' | 'mismatch' | 'closed' | 'unavailable';

export class CollectiveError extends GoogLeNetError {
  readonly code = 'COLLECTIVE_FAILED';
  readonly problem: CollectiveProblem;
  /** Those that it is about: the late ones, or the one that failed. */
  readonly ranks: readonly number[];

  constructor(
    message: string,
    {
      problem,
      ranks = [],
      ...details
    }: ErrorDetails & { readonly problem: CollectiveProblem; readonly ranks?: readonly number[] },
  ) {
    super(message, details);
    this.problem = problem;
    this.ranks = ranks;
  }
}
