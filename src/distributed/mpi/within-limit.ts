// Calls that block the main thread until all ranks make them, MPI's start and end: a worker ends the process when they take
// too long.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

export interface Limit {
  readonly milliseconds: number;
  /** What is written then. */
  readonly line: string;
}

export async function withinLimit(limit: Limit, call: () => void): Promise<void> {
  const watch = new Worker(new URL('./end-when-overdue.js', import.meta.url), { workerData: limit });
  try {
    await once(watch, 'message');
    call();
  } finally {
    await watch.terminate();
  }
}
