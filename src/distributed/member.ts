// A rank of a group, whatever connects it: one collective at a time, the time spent in them, and an end that is final.
import { CollectiveError } from '../errors/collective-error.ts';
import { requireType } from '../errors/require-option.ts';
import { ended, failed, type Operation, type Position, plainReason } from './collective-problems.ts';
import type { Link } from './link.ts';
import type { PendingSums, ProcessGroup } from './process-group.ts';

export class Member implements ProcessGroup {
  readonly #link: Link;
  #count = 0;
  #waited = 0;
  #waitingSince: number | undefined;
  /** The collective that was asked for last. */
  #last: Promise<unknown> = Promise.resolve();
  /** Why no further collective is possible, and whether the others were told. */
  #end: CollectiveError | undefined;
  #isTold = false;
  #leaving: Promise<void> | undefined;
  /** Ends the sums that were begun last, if they are not finished. */
  #abandonSums: (error: CollectiveError) => void = () => {};

  constructor(link: Link) {
    this.#link = link;
  }

  get rank(): number {
    return this.#link.rank;
  }

  get size(): number {
    return this.#link.hosts.length;
  }

  get hosts(): readonly string[] {
    return this.#link.hosts;
  }

  get transport(): string {
    return this.#link.transport;
  }

  get waited(): number {
    return this.#waited + (this.#waitingSince === undefined ? 0 : performance.now() - this.#waitingSince);
  }

  async sum(values: Float32Array | Float64Array): Promise<void> {
    if (!(values instanceof Float64Array)) requireType('values', values, Float32Array);
    await this.#collect(values instanceof Float32Array ? 'float32 sum' : 'float64 sum', values.byteLength, (position) =>
      this.#link.sum(values, position),
    );
  }

  beginSums(): Promise<PendingSums> {
    return new Promise((resolve, reject) => {
      // Not timed: this rank computes meanwhile.
      const all = this.#inTurn('sums', 0, (position) => this.#runSums(this.#link.beginSums(position), resolve));
      all.catch(reject);
    });
  }

  async broadcast(values: Uint8Array): Promise<void> {
    requireType('values', values, Uint8Array);
    await this.#collect('broadcast', values.byteLength, (position) => this.#link.broadcast(values, position));
  }

  async gather(text: string): Promise<readonly string[]> {
    requireType('text', text, 'string');
    // Texts may be of different lengths.
    return this.#collect('gather', 0, (position) => this.#link.gather(text, position));
  }

  fail(reason: string): void {
    requireType('reason', reason, 'string');
    if (this.#end !== undefined) return;
    this.#end = failed({ rank: this.rank, reason }, this.hosts);
    this.#isTold = true;
    this.#link.announce(this.#end, reason);
    this.#abandonSums(this.#end);
  }

  async close(): Promise<void> {
    this.#leaving ??= this.#leave();
    await this.#leaving;
  }

  async #leave(): Promise<void> {
    this.#abandonSums(ended());
    await this.#last.catch(() => {});
    try {
      if (this.#end === undefined) await this.#collect('close', 0, (position) => this.#link.leave(position));
    } finally {
      if (this.#end !== undefined) await this.#endAfter(this.#end);
      this.#end = ended();
    }
  }

  /** Others may not know yet. */
  async #endAfter(error: CollectiveError): Promise<void> {
    if (!this.#isTold) this.#link.announce(error, plainReason(error));
    await this.#link.farewell();
  }

  /** @param begun is given the sums; the promise lasts as long as they do */
  #runSums(sums: PendingSums, begun: (sums: PendingSums) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#abandonSums = reject;
      begun({
        add(values) {
          requireType('values', values, Float32Array);
          sums.add(values);
        },
        moveOn: () => sums.moveOn(),
        finish: async () => {
          const finished = this.#timed(() => sums.finish());
          finished.then(resolve, reject);
          await finished;
        },
      });
    });
  }

  #collect<Result>(
    operation: Operation,
    bytes: number,
    work: (position: Position) => Promise<Result>,
  ): Promise<Result> {
    return this.#inTurn(operation, bytes, (position) => this.#timed(() => work(position)));
  }

  /** Behind what was asked for before, since all ranks must have the same order. */
  #inTurn<Result>(operation: Operation, bytes: number, work: (position: Position) => Promise<Result>): Promise<Result> {
    const result = this.#last
      .catch(() => {})
      .then(async () => {
        if (this.#end !== undefined) throw this.#end;
        this.#count++;
        try {
          return await work({ count: this.#count, operation, bytes });
        } catch (error) {
          if (error instanceof CollectiveError) this.#end ??= error;
          throw error;
        }
      });
    this.#last = result;
    return result;
  }

  async #timed<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#waitingSince = performance.now();
    try {
      return await work();
    } finally {
      this.#waited = this.waited;
      this.#waitingSince = undefined;
    }
  }
}
