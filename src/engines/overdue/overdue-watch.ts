// Calls into native code that may never come back, and block the main thread meanwhile, so that no timer of it fires: MPI's start and
// end, a GPU whose driver hangs. A worker ends the process when one takes too long.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

export interface Limit {
  readonly milliseconds: number;
  /** What is written then. */
  readonly line: string;
}

/** What both threads see: how many calls are under way, and how many have begun or ended. */
export type Calls = Int32Array<SharedArrayBuffer>;

export interface Watched {
  readonly limit: Limit;
  readonly calls: Calls;
}

export class OverdueWatch {
  readonly #worker: Worker;
  readonly #calls: Calls;

  private constructor(worker: Worker, calls: Calls) {
    this.#worker = worker;
    this.#calls = calls;
  }

  /** Keeps no process alive. */
  static async start(limit: Limit): Promise<OverdueWatch> {
    const calls: Calls = new Int32Array(new SharedArrayBuffer(8));
    const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
    const workerData: Watched = { limit, calls };
    const file = new URL(`./end-when-overdue.${extension}`, import.meta.url);
    // What Node was told of the program's own file, such as --eval, is not for this one.
    const worker = new Worker(file, { workerData, execArgv: [] });
    await once(worker, 'message');
    worker.unref();
    return new OverdueWatch(worker, calls);
  }

  /** The process ends when the call is not done within the limit. */
  async during<T>(call: () => T | Promise<T>): Promise<T> {
    this.#count(1);
    try {
      return await call();
    } finally {
      this.#count(-1);
    }
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }

  #count(more: 1 | -1): void {
    Atomics.add(this.#calls, 0, more);
    Atomics.add(this.#calls, 1, 1);
  }
}

/** A single call. */
export async function withinLimit(limit: Limit, call: () => void): Promise<void> {
  const watch = await OverdueWatch.start(limit);
  try {
    await watch.during(call);
  } finally {
    await watch.stop();
  }
}
