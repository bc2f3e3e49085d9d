// How long threads of an OpenMP runtime spin while they wait for the others. By default that is a good part of a time slice:
// where another process wants the core, they keep it from the very thread that they wait for.
import { isMainThread } from 'node:worker_threads';

/**
 * For GNU's runtime: turns of the waiting loop before a thread sleeps; the default is 300,000. This many still outlast the
 * gap between two primitives on an idle machine.
 */
const gnuSpins = '10000';

/** For LLVM's and Intel's runtimes (untried): milliseconds before a thread sleeps; the default is 200. */
const llvmMilliseconds = '1';

/** Variables by which users choose it themselves. see: https://gcc.gnu.org/onlinedocs/libgomp/Environment-Variables.html */
const userVariables = ['OMP_WAIT_POLICY', 'GOMP_SPINCOUNT', 'KMP_BLOCKTIME'];

/** To be called before a runtime is loaded, since it reads its environment only then. */
export function shortenThreadSpinning(): void {
  // A worker's process.env is a copy that native code does not see.
  if (!isMainThread || userVariables.some((name) => process.env[name] !== undefined)) return;
  process.env.GOMP_SPINCOUNT = gnuSpins;
  process.env.KMP_BLOCKTIME = llvmMilliseconds;
}
