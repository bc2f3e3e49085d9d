// What a member of a group needs of whatever connects it to the others: memory, or MPI.
import type { CollectiveError } from '../errors/collective-error.ts';
import type { Position } from './collective-problems.ts';
import type { PendingSums } from './process-group.ts';

export interface Link {
  readonly rank: number;
  readonly hosts: readonly string[];
  readonly transport: string;
  /**
   * Meets the others, each at the same position, and does the work with them.
   * @throws CollectiveError where that does not succeed by the deadline, or another rank failed
   */
  sum(values: Float32Array | Float64Array, position: Position): Promise<void>;
  beginSums(position: Position): PendingSums;
  broadcast(values: Uint8Array, position: Position): Promise<void>;
  gather(text: string, position: Position): Promise<readonly string[]>;
  /** Meets the others once more and ends the connection. */
  leave(position: Position): Promise<void>;
  /** Has what is under way rejected with the error, and tells the others the reason, or why another failed before this one. */
  announce(error: CollectiveError, reason: string): void;
  /** Ends without a meeting: tells the others that this rank has nothing left to do, and waits until all are as far, at most 5 s. */
  farewell(): Promise<void>;
}

/** Milliseconds in which the others may save what they have when one rank fails. */
export const farewell = 5000;
/** Milliseconds after which a rank that has not come to a collective is late, unless another time is given. */
export const defaultTimeout = 300_000;
