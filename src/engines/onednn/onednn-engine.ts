// The fast CPU engine: the system's oneDNN, called from TypeScript. A step is a list of primitives in the library's own
// blocked layouts over one planned arena.
import { availableParallelism } from 'node:os';
import { isMainThread } from 'node:worker_threads';
import { EngineError } from '../../errors/engine-error.ts';
import type { Graph } from '../../graph/graph.ts';
import { Engine, type ResidentTensor, type RunInputs } from '../engine.ts';
import { Arena } from './arena.ts';
import { compileProgram } from './compile-program.ts';
import type { ConvolutionAlgorithm } from './library/abi.ts';
import { Belongings } from './library/belongings.ts';
import { OneDnn } from './library/onednn.ts';
import { OneDnnProgram } from './onednn-program.ts';
import { OneDnnStore } from './onednn-store.ts';
import { requireRightSums } from './require-right-sums.ts';

export interface OneDnnOptions {
  readonly threads?: number | undefined;
  /** File of the library; default: the usual places. */
  readonly path?: string | undefined;
  /** Looked at last among the usual places: a library of the user's own. */
  readonly folder?: string | undefined;
  /** `direct` gives sums in plain arithmetic; `auto`, the default, also Winograd's, which is faster and rounds more. */
  readonly convolution?: ConvolutionAlgorithm;
}

/** @throws EngineError with the places searched, where this machine has no oneDNN 2.6 or newer; and in a worker */
export function openOneDnnEngine({
  threads = availableParallelism(),
  path,
  folder,
  convolution = 'auto',
}: OneDnnOptions): Engine {
  if (!isMainThread) {
    const hint = 'use onnxruntime there, or start a process instead of a worker';
    throw new EngineError('oneDNN runs on the main thread only: from a worker, its threads would keep the process', {
      hint,
    });
  }
  const oneDnn = new OneDnn({ threads, path, folder });
  const arena = new Arena();
  const compile = (graph: Graph, store: OneDnnStore) => {
    const belongings = new Belongings();
    try {
      return oneDnn.within(belongings, () => {
        oneDnn.useThreads(threads);
        const plan = compileProgram({ graph, oneDnn, store, convolution });
        return new OneDnnProgram({ graph, plan, oneDnn, store, arena, threads, belongings });
      });
    } catch (error) {
      belongings.destroy();
      throw error;
    }
  };
  const createStore = (tensors: readonly ResidentTensor[]) => new OneDnnStore(tensors, oneDnn, compile);
  const runOnce = (graph: Graph, inputs: RunInputs) => {
    const store = createStore([]);
    const program = compile(graph, store);
    const outputs = program.run(inputs);
    program.release();
    store.release();
    return outputs;
  };
  try {
    requireRightSums(runOnce, `oneDNN ${oneDnn.version}`);
  } catch (error) {
    oneDnn.close();
    throw error;
  }
  return new Engine({
    name: 'onednn',
    version: oneDnn.version,
    threads,
    createStore,
    release: () => oneDnn.close(),
  });
}
