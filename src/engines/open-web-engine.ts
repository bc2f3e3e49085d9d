// The engines of a browser by name.
import { requireChoice, requireType, requireWhole } from '../errors/require-option.ts';
import type { Engine } from './engine.ts';
import type { WebRuntime } from './onnxruntime/hosts/web-runtime.ts';
import { webWasm } from './onnxruntime/hosts/web-wasm.ts';
import { webWebGpu } from './onnxruntime/hosts/web-webgpu.ts';
import { openOnnxEngine } from './onnxruntime/onnxruntime-engine.ts';

export const webEngineNames = ['wasm', 'webgpu'] as const;
/** `wasm`: the processor, in any browser; `webgpu`: the GPU. */
export type WebEngineName = (typeof webEngineNames)[number];

/** What `openEngine` takes in a browser. */
export interface WebEngineOptions {
  /**
   * For `wasm` the module `onnxruntime-web/wasm`, for `webgpu` `onnxruntime-web/webgpu` or `/jspi`. Where the files beside it
   * are served from, its `env.wasm.wasmPaths` says.
   */
  readonly runtime: WebRuntime;
  /**
   * Threads that compute, of `wasm`, for as long as the page or worker lives; more than one where the page is isolated from
   * other origins. Default: half of the cores and at most four where it is isolated, else one.
   */
  readonly threads?: number;
}

/** Each thread is a worker, which the library starts at once. */
const mostThreads = 64;

/**
 * Opens an engine in a browser. It blocks its thread while it computes: use it in a worker.
 * @throws EngineError where the runtime's files do not load, the browser has no GPU for it, or not so many threads
 * @example
 * ```ts
 * import { openEngine, type WebRuntime } from 'googlenet/web';
 * // import * as ort from 'onnxruntime-web/wasm';
 * declare const ort: WebRuntime;
 * const engine = await openEngine('wasm', { runtime: ort, threads: 1 });
 * await engine.close();
 * ```
 */
export async function openWebEngine(name: WebEngineName, options: WebEngineOptions): Promise<Engine> {
  requireType('options', options, Object);
  const { runtime, threads } = options;
  requireChoice('engine', name, webEngineNames);
  if (threads !== undefined) requireWhole('threads', threads, { most: mostThreads });
  return openOnnxEngine(await (name === 'wasm' ? webWasm(runtime, threads) : webWebGpu(runtime)));
}
