// The processes that train one network together, as the trainer sees them. No Node.
/** One of the processes that train together: a rank, as it sees the others. */
export interface ProcessGroup {
  /** From 0. */
  readonly rank: number;
  readonly size: number;
  /** Host name of each rank. */
  readonly hosts: readonly string[];
  /** What connects them, for people: e.g. `MPICH 4.0.2`. */
  readonly transport: string;
  /** Puts the sums over all ranks into these values, the same bits on every rank. Float64Array or Float32Array; a view of an engine's own memory is reduced in place without a copy. */
  sum(values: Float32Array | Float64Array): Promise<void>;
  /**
   * Begins sums of values that become known one after the other: those that are known travel while this rank computes the rest.
   * What else is asked of the group waits until they are finished.
   */
  beginSums(): Promise<PendingSums>;
  /** Gives all ranks the bytes of rank 0, in place. */
  broadcast(values: Uint8Array): Promise<void>;
  /** The text of each rank, in their order. */
  gather(text: string): Promise<readonly string[]>;
  /** Milliseconds spent waiting for other ranks and for the network so far, with those that are under way. */
  readonly waited: number;
  /**
   * Tells the other ranks why this one cannot go on, so that they end with that message. What it has under way is rejected, and
   * whatever is asked of it from then on.
   */
  fail(reason: string): void;
  /**
   * Ends the membership: when all ranks are done, or, where one has failed, when all have closed it, which they do when they
   * have saved what they have; then it waits at most 5 s.
   */
  close(): Promise<void>;
}

/** Sums over all ranks that have begun. */
export interface PendingSums {
  /**
   * Values to add up, the same number of them on every rank and in the same order. Until `finish` has put the sums there, nothing
   * else reads or changes them.
   */
  add(values: Float32Array): void;
  /** Lets what is on its way move on, in microseconds: an MPI library does its work only when it is called. */
  moveOn(): void;
  /** @throws CollectiveError also for what went wrong before */
  finish(): Promise<void>;
}
