// A worker that ends the process when native code blocks its main thread for too long: nobody else could, or say why. Therefore it
// writes and ends by itself, which otherwise only the command line does.
import { writeSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import koffi from 'koffi';
import type { Watched } from './overdue-watch.ts';

const { limit, calls } = workerData as Watched;
const exitCode = 1;
/** Time is counted in looks at the calls: a clock would also count while the machine sleeps. */
const interval = Math.min(1000, limit.milliseconds / 10);

let [waited, seen] = [0, 0];
setInterval(() => {
  const changes = Atomics.load(calls, 1);
  waited = Atomics.load(calls, 0) > 0 && changes === seen ? waited + interval : 0;
  seen = changes;
  if (waited >= limit.milliseconds) end();
}, interval);
parentPort?.postMessage('watching');

function end(): void {
  try {
    writeSync(2, `${limit.line}\n`);
  } finally {
    // Not `exit`, which in a worker ends the worker, and in C waits for what hangs. On Windows -1 is this process.
    if (process.platform === 'win32')
      koffi.load('kernel32.dll').func('TerminateProcess', 'int', ['intptr_t', 'uint32_t'])(-1, exitCode);
    else koffi.load(null).func('_exit', 'void', ['int'])(exitCode);
  }
}
