// The fast CPU engine: the system's oneDNN, called from TypeScript. A step is a list of primitives in the library's own
// blocked layouts over one planned arena.
import { availableParallelism } from 'node:os';
import { isMainThread } from 'node:worker_threads';
import { EngineError } from '../../errors/engine-error.ts';
import { checkStore } from '../check-inputs.ts';
import type { Engine } from '../engine.ts';
import { Arena } from './arena.ts';
import { compileProgram } from './compile-program.ts';
import type { ConvolutionAlgorithm } from './library/abi.ts';
import { argumentCodes } from './library/codes.ts';
import { NativeMemory } from './library/native.ts';
import { OneDnn } from './library/onednn.ts';
import { OperandList } from './library/operand-list.ts';
import { OneDnnProgram } from './onednn-program.ts';
import { type Convert, OneDnnStore } from './onednn-store.ts';
import { addressOf } from './plan/block.ts';

export interface OneDnnOptions {
  readonly threads?: number;
  /** File of the library; default: the usual places. */
  readonly path?: string;
  /** `direct` gives sums in plain arithmetic; `auto`, the default, also Winograd's, which is faster and rounds more. */
  readonly convolution?: ConvolutionAlgorithm;
}

/** @throws EngineError with the places searched, where this machine has no oneDNN 2.6 or newer; and in a worker */
export function openOneDnnEngine({
  threads = availableParallelism(),
  path,
  convolution = 'auto',
}: OneDnnOptions): Engine {
  if (!isMainThread) {
    const hint = 'use onnxruntime there, or start a process instead of a worker';
    throw new EngineError('oneDNN runs on the main thread only: from a worker, its threads would keep the process', {
      hint,
    });
  }
  const oneDnn = new OneDnn({ threads, ...(path === undefined ? {} : { path }) });
  const arena = new Arena();
  const convert = converter(oneDnn);
  return {
    name: 'onednn',
    version: oneDnn.version,
    threads,
    createStore: async (tensors) => new OneDnnStore(tensors, oneDnn, convert),

    async compile(graph, store) {
      if (!(store instanceof OneDnnStore)) throw new EngineError('the store belongs to another engine');
      checkStore(graph, store);
      oneDnn.useThreads(threads);
      const plan = compileProgram({ graph, oneDnn, store, convolution });
      return new OneDnnProgram(graph, plan, oneDnn, store, arena, threads);
    },

    async close() {
      oneDnn.close();
    },
  };
}

function converter(oneDnn: OneDnn): Convert {
  const nowhere = new NativeMemory(0);
  return (from, source, to, target) => {
    const primitive = oneDnn.primitive(oneDnn.reorder(from, to));
    oneDnn.execute(
      primitive,
      new OperandList([
        { argument: argumentCodes.x, memory: oneDnn.memory(from, addressOf(source, nowhere)) },
        { argument: argumentCodes.y, memory: oneDnn.memory(to, addressOf(target, nowhere)) },
      ]),
    );
  };
}
