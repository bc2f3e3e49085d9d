// What the threads of an OpenMP runtime do that wait for the others. By default they spin, for a good part of a time slice: where
// another process wants the core, they keep it from the very thread that they wait for.
import { isMainThread } from 'node:worker_threads';

/**
 * GNU's runtime: turns of the loop in which a thread waits before it sleeps, by default 300,000. So many take longer than the
 * gap between two primitives of an idle machine.
 */
const gnuSpins = '10000';

/** LLVM's and Intel's: milliseconds, by default 200. */
const llvmMilliseconds = '1';

/** By each of these, a user has said it. see: https://gcc.gnu.org/onlinedocs/libgomp/Environment-Variables.html */
const usersWords = ['OMP_WAIT_POLICY', 'GOMP_SPINCOUNT', 'KMP_BLOCKTIME'];

/** Runtimes read their environment once, when they are loaded: so this comes before that. */
export function keepWaitingShort(): void {
  // A worker's process.env is a copy that native code does not see.
  if (!isMainThread || usersWords.some((name) => process.env[name] !== undefined)) return;
  process.env.GOMP_SPINCOUNT = gnuSpins;
  process.env.KMP_BLOCKTIME = llvmMilliseconds;
}
