// The engines by name.
import { OptionError } from '../errors/option-error.ts';
import type { Engine } from './engine.ts';
import { openOnnxruntimeEngine } from './onnxruntime/onnxruntime-engine.ts';
import { openReferenceEngine } from './reference/reference-engine.ts';

export const engineNames = ['onnxruntime', 'reference'] as const;
export type EngineName = (typeof engineNames)[number];

export interface EngineOptions {
  /** Threads that compute; default: all cores. */
  readonly threads?: number;
}

/** @param name `'auto'` takes the fastest engine that this machine has */
export async function openEngine(name: EngineName | 'auto', options: EngineOptions = {}): Promise<Engine> {
  const { threads } = options;
  if (threads !== undefined && !(Number.isInteger(threads) && threads >= 1)) {
    throw new OptionError(`threads is ${threads}, expected a whole number of at least 1`);
  }
  switch (name) {
    case 'auto':
    case 'onnxruntime':
      return openOnnxruntimeEngine(options);
    case 'reference':
      return openReferenceEngine();
  }
}
