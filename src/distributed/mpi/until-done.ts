// How a rank waits: at first it asks without pause, since most waits are short; then it lets the processor go between two
// questions, for others compute on the same host; and always the event loop has its turn, so that signals get through.
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import koffi from 'koffi';

/** Questions in a row, a few microseconds, before the event loop has its turn. */
const burst = 8;
/** Milliseconds without a pause. A transfer needs the processor for as long as it makes progress. */
const busy = { meeting: 0.5, transfer: 50 } as const;
/** Milliseconds that short pauses go on for. */
const brisk = 1000;
/** Milliseconds of a short pause: the event loop has none below 1. */
const shortPause = 0.1;
const longPause = 2;

/** Where two ranks share a core, the one that has to send comes on at once. Windows has no such function, nor an MPI of ours. */
const yieldProcessor: () => void =
  process.platform === 'win32' ? () => {} : koffi.load(null).func('sched_yield', 'int', []);

const never = new Int32Array(new SharedArrayBuffer(4));

/**
 * @param isDone asks the library, which does its work only when it is asked
 * @param kind whether ranks are awaited, or all are here and their data is on its way
 */
export async function untilDone(isDone: () => boolean, kind: keyof typeof busy): Promise<void> {
  const start = performance.now();
  for (;;) {
    for (let question = 0; question < burst; question++) if (isDone()) return;
    const elapsed = performance.now() - start;
    if (elapsed > brisk && kind === 'meeting') await sleep(longPause);
    else {
      if (elapsed > busy[kind]) Atomics.wait(never, 0, 0, shortPause);
      else yieldProcessor();
      await nextTurn();
    }
  }
}
