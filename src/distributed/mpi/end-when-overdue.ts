// A worker that ends the process when MPI blocks its main thread for too long: nobody else could, or say why. Therefore it
// writes and ends by itself, which otherwise only the command line does.
import { writeSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import koffi from 'koffi';
import type { Limit } from './within-limit.ts';

const { milliseconds, line } = workerData as Limit;
const exitCode = 1;

setTimeout(() => {
  try {
    writeSync(2, `${line}\n`);
  } finally {
    // Not `exit`, which in a worker ends the worker, and in C waits for what hangs.
    koffi.load(null).func('_exit', 'void', ['int'])(exitCode);
  }
}, milliseconds);
parentPort?.postMessage('watching');
