// The engines by name.
import { EngineError } from '../errors/engine-error.ts';
import type { GoogLeNetError } from '../errors/googlenet-error.ts';
import { requireChoice, requireType, requireWhole } from '../errors/require-option.ts';
import { cacheFolder } from '../formats/home-directory.ts';
import { TimesFolder } from './auto/kept-times.ts';
import { type FoundGpu, openFaster } from './auto/open-faster.ts';
import { findRealGpu } from './auto/real-gpu.ts';
import { timeOfStep } from './auto/time-of-step.ts';
import type { Engine } from './engine.ts';
import { openOneDnnEngine } from './onednn/onednn-engine.ts';
import type { OnnxHost } from './onnxruntime/hosts/host.ts';
import { nodeCpu } from './onnxruntime/hosts/node-cpu.ts';
import { nodeHost } from './onnxruntime/hosts/node-host.ts';
import { nodeWasm } from './onnxruntime/hosts/node-wasm.ts';
import { nodeWebGpu } from './onnxruntime/hosts/node-webgpu.ts';
import { loadRuntime } from './onnxruntime/load-runtime.ts';
import { openOnnxEngine } from './onnxruntime/onnxruntime-engine.ts';
import { type Precision, precisions, requireFloat32 } from './precision.ts';
import { openReferenceEngine } from './reference/reference-engine.ts';

/** The fastest first. */
export const engineNames = ['onednn', 'onnxruntime', 'webgpu', 'wasm', 'reference'] as const;
/**
 * `onednn`: the system's oneDNN; `onnxruntime`: on most systems; `webgpu`: ONNX Runtime on a GPU; `wasm`: ONNX Runtime in
 * WebAssembly, always there; `reference`: float64, slow, for tests.
 */
export type EngineName = (typeof engineNames)[number];

/** More threads than any machine has cores for; each takes memory for its stack. */
const mostThreads = 1024;

/** What `openEngine` takes. */
export interface EngineOptions {
  /** Threads of the processor that compute; default: all cores. */
  readonly threads?: number;
  /** File of the oneDNN library; default: the usual places. */
  readonly onednn?: string;
  /** The user's cache folder, i.e. what XDG_CACHE_HOME holds, where a library of the user's own may be. Default: the platform's. */
  readonly cacheDirectory?: string;
  /**
   * The GPU of the engine webgpu: its number in the list of `googlenet doctor`, or a part of its name. Default: the one that the
   * system puts first. A process keeps the GPU that it took first.
   */
  readonly device?: number | string;
  /** Default `'float32'`; `'auto'`: bf16 where the engine has it and this machine is faster with it. */
  readonly precision?: Precision | 'auto';
  /** The line that is written where a GPU does not answer for ten minutes, which ends the process. Default: code and message. */
  readonly describe?: (error: GoogLeNetError) => string;
}

/**
 * @param name `'auto'` takes the fastest engine that this machine has. Where there is a GPU, it times a training step on both the first
 * time, some seconds, and keeps what came of it in the cache folder; `Engine.advice` says it. With `threads`, `onednn` or bf16 it is the
 * processor
 * @throws EngineError where the machine lacks the engine, or the library is not where `onednn` says; OptionError where it lacks
 * the precision
 * @example
 * ```ts
 * import { openEngine } from 'googlenet';
 * const engine = await openEngine('auto', { threads: 2 });
 * await engine.close();
 * ```
 */
export async function openEngine(name: EngineName | 'auto', options: EngineOptions = {}): Promise<Engine> {
  const { threads, onednn, cacheDirectory, precision = 'float32', device, describe } = options;
  requireChoice('engine', name, ['auto', ...engineNames]);
  requireChoice('precision', precision, ['auto', ...precisions]);
  if (name !== 'auto' && name !== 'onednn') requireFloat32(precision, name);
  if (threads !== undefined) requireWhole('threads', threads, { most: mostThreads });
  if (typeof device === 'number') requireWhole('device', device, { least: 0 });
  else if (device !== undefined) requireType('device', device, 'string');
  for (const [option, path] of Object.entries({ onednn, cacheDirectory })) {
    if (path !== undefined) requireType(option, path, 'string');
  }
  if (describe !== undefined) requireType('describe', describe, 'function');
  switch (name) {
    case 'auto':
      return device === undefined ? openFastest(options) : openEngine('webgpu', options);
    case 'onnxruntime':
      return openOnnxEngine(await nodeCpu(threads));
    case 'webgpu':
      return openOnnxEngine(await nodeWebGpu({ device, describe }));
    case 'wasm':
      return openOnnxEngine(await nodeWasm(threads));
    case 'onednn':
      return openOneDnnEngine({ threads, path: onednn, folder: cacheFolder('onednn', cacheDirectory), precision });
    case 'reference':
      return openReferenceEngine();
  }
}

/** A GPU is looked for only where nothing was said that it has no use for. */
function openFastest(options: EngineOptions): Promise<Engine> {
  const { threads, onednn, precision = 'float32', cacheDirectory } = options;
  const openProcessor = () => openFastestProcessor(options);
  if (threads !== undefined || onednn !== undefined || precision === 'bf16') return openProcessor();
  const times = new TimesFolder(cacheFolder('gpu-times', cacheDirectory));
  return openFaster({ findGpu: () => findGpu(options), openProcessor, timeOfStep, times });
}

async function findGpu({ describe }: EngineOptions): Promise<FoundGpu | undefined> {
  const found = findRealGpu();
  if (found === undefined) return undefined;
  const { name, driver, adapters } = found;
  const runtime = await loadRuntime();
  return {
    name,
    versions: `${driver}, onnxruntime ${runtime.env.versions.node}`,
    open: async () => openOnnxEngine(await nodeWebGpu({ list: () => adapters, describe })),
  };
}

async function openFastestProcessor(options: EngineOptions): Promise<Engine> {
  try {
    return await openEngine('onednn', options);
  } catch (error) {
    // A caller who names a library's file wants no other engine.
    if (!(error instanceof EngineError) || options.onednn !== undefined) throw error;
    requireFloat32(options.precision ?? 'float32', 'onnxruntime');
    const host = await nodeHost(options.threads);
    return openOnnxEngine(host, { advice: fasterThan(host, error.hint ?? error.message) });
  }
}

/** @param oneDnn how to get it */
function fasterThan({ engine }: OnnxHost, oneDnn: string): string {
  if (engine === 'onnxruntime') return `training is about three times as fast with oneDNN: ${oneDnn}`;
  return `WebAssembly computes, slowly, as onnxruntime cannot be loaded (googlenet doctor says why); oneDNN is fast: ${oneDnn}`;
}
