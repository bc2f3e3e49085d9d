// The fast CPU engine: the system's oneDNN, called from TypeScript. A step is a list of primitives in the library's own
// blocked layouts over one planned arena.
import { availableParallelism } from 'node:os';
import { isMainThread } from 'node:worker_threads';
import { EngineError } from '../../errors/engine-error.ts';
import { OptionError } from '../../errors/option-error.ts';
import type { Graph } from '../../graph/graph.ts';
import { Engine, type ResidentTensor, type RunInputs } from '../engine.ts';
import type { Precision } from '../precision.ts';
import { Arena } from './arena.ts';
import { ChoicesFile } from './choices-file.ts';
import { compileProgram } from './compile-program.ts';
import type { ConvolutionAlgorithm, Storage } from './library/abi.ts';
import { Belongings } from './library/belongings.ts';
import { OneDnn } from './library/onednn.ts';
import { OneDnnProgram } from './onednn-program.ts';
import { OneDnnStore } from './onednn-store.ts';
import { requireRightSums } from './require-right-sums.ts';
import { StorageChoices } from './storage-choices.ts';
import { timeOfStorage } from './time-of-storage.ts';

export interface OneDnnOptions {
  readonly threads?: number | undefined;
  /** File of the library; default: the usual places. */
  readonly path?: string | undefined;
  /** Folder of a library of the user's own, the last of the usual places. */
  readonly folder?: string | undefined;
  /** `direct` sums in plain arithmetic; `auto`, the default, may use Winograd's algorithm, which is faster and rounds more. */
  readonly convolution?: ConvolutionAlgorithm;
  /** `auto`: bf16 where it is faster here. */
  readonly precision?: Precision | 'auto';
}

/** @throws EngineError with the places searched, where this machine has no oneDNN 2.6 or newer; and in a worker */
export function openOneDnnEngine({
  threads = availableParallelism(),
  path,
  folder,
  convolution = 'auto',
  precision = 'float32',
}: OneDnnOptions): Engine {
  if (!isMainThread) {
    const hint = 'use onnxruntime there, or start a process instead of a worker';
    throw new EngineError('oneDNN runs on the main thread only: from a worker, its threads would keep the process', {
      hint,
    });
  }
  const oneDnn = new OneDnn({ threads, path, folder });
  try {
    const { version } = oneDnn;
    const choices = new StorageChoices(
      folder === undefined ? undefined : new ChoicesFile(folder, { version, threads }),
    );
    const storage = precisionHere(oneDnn, precision, choices);
    return engineOf(oneDnn, { threads, convolution, storage, choices });
  } catch (error) {
    oneDnn.close();
    throw error;
  }
}

interface Settings {
  readonly threads: number;
  readonly convolution: ConvolutionAlgorithm;
  readonly storage: Storage;
  readonly choices: StorageChoices;
}

function engineOf(oneDnn: OneDnn, { threads, convolution, storage, choices }: Settings): Engine {
  const arena = new Arena();
  const compile = (graph: Graph, store: OneDnnStore) => {
    const belongings = new Belongings();
    try {
      return oneDnn.within(belongings, () => {
        oneDnn.useThreads(threads);
        const plan = compileProgram({ graph, oneDnn, store, convolution, storage, choices });
        return new OneDnnProgram({ graph, plan, oneDnn, store, arena, threads, belongings });
      });
    } catch (error) {
      belongings.destroy();
      throw error;
    }
  };
  // What was chosen is kept when it is used: whoever only opens an engine leaves no file.
  const compileAndKeep = (graph: Graph, store: OneDnnStore) => {
    const program = compile(graph, store);
    choices.keep();
    return program;
  };
  const createStore = (tensors: readonly ResidentTensor[]) => new OneDnnStore(tensors, oneDnn, compileAndKeep);
  const runOnce = (graph: Graph, inputs: RunInputs) => {
    const store = createStore([]);
    const program = compile(graph, store);
    const outputs = program.run(inputs);
    program.release();
    store.release();
    return outputs;
  };
  requireRightSums(runOnce, `oneDNN ${oneDnn.version}`);
  return new Engine({
    name: 'onednn',
    version: oneDnn.version,
    threads,
    precision: storage,
    choices,
    createStore,
    release: () => oneDnn.close(),
  });
}

/** @throws OptionError if the precision is asked for and not available */
function precisionHere(oneDnn: OneDnn, precision: Precision | 'auto', choices: StorageChoices): Precision {
  if (precision === 'auto') {
    if (!oneDnn.hasBf16) return 'float32';
    return choices.choose('everything', ['float32', 'bf16'], (storage) => timeOfStorage(oneDnn, storage));
  }
  if (precision === 'float32' || oneDnn.hasBf16) return precision;
  throw new OptionError('precision is bf16, which this processor does not compute in (AVX512_BF16 or AMX)', {
    hint: 'take float32, or auto, which takes the faster one',
  });
}
