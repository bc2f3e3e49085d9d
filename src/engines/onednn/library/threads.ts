// How many threads a library of the OpenMP runtime uses.
import { EngineError } from '../../../errors/engine-error.ts';
import type { NativeLibrary } from './native.ts';

/**
 * Sets the number for whatever the calling thread starts from now on. The function is the runtime's own, found through the
 * library that is linked to it, so it works after loading, when OMP_NUM_THREADS would be too late.
 * @throws EngineError for a library built on another runtime
 */
export function setThreadCount(library: NativeLibrary, threads: number): void {
  const set = library.bindIfPresent('omp_set_num_threads', ['int'], 'void');
  if (set !== undefined) {
    set(threads);
    return;
  }
  throw new EngineError(
    `oneDNN at ${library.path} does not run on OpenMP, so its threads cannot be set to ${threads}`,
    {
      hint: `set OMP_NUM_THREADS=${threads} in the environment instead, or use a build with OpenMP`,
    },
  );
}
