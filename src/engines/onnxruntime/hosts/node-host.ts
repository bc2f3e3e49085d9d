// ONNX Runtime on the processor, as this system has it: the native library where it loads, else its WebAssembly.
import { EngineError } from '../../../errors/engine-error.ts';
import type { OnnxHost } from './host.ts';
import { nodeCpu } from './node-cpu.ts';
import { nodeWasm } from './node-wasm.ts';

/** @param threads default: all cores. Its name, `engine`, says which it is */
export async function nodeHost(threads?: number): Promise<OnnxHost> {
  try {
    return await nodeCpu(threads);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return nodeWasm(threads);
  }
}
