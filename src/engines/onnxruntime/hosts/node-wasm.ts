// ONNX Runtime's CPU provider in WebAssembly, in Node: for systems that onnxruntime-node has no binary for. The library comes
// with the build (scripts/build/wasm-plugin.mjs), which has one copy of its WebAssembly for the studio's page and for this.
import { availableParallelism } from 'node:os';
import { EngineError } from '../../../errors/engine-error.ts';
import { reasonOf } from '../../../errors/reason-of.ts';
import { requireWhole } from '../../../errors/require-option.ts';
import { untuned } from '../tuning.ts';
import type { OnnxHost } from './host.ts';
import { requireWebRuntime, versionOf } from './require-web-runtime.ts';
import { tryOut, wasmSessionOptions, writingResults } from './wasm-session.ts';
import type { WebRuntime } from './web-runtime.ts';

/** Each is a worker, which the library starts at once. */
const mostThreads = 64;

/** Found from src/engines/onnxruntime/hosts as from dist/engines/onnxruntime/hosts. */
const library = new URL('../../../../dist/wasm/onnxruntime.mjs', import.meta.url);

/** What the build writes. */
interface Library {
  readonly ort: WebRuntime;
  /** Addresses of the library's files. */
  readonly files: { readonly mjs: string; readonly wasm: string };
}

/**
 * @param threads default: all cores
 * @throws EngineError where the build's files do not load; OptionError for too many threads
 */
export async function nodeWasm(threads = Math.min(availableParallelism(), mostThreads)): Promise<OnnxHost> {
  requireWhole('threads', threads, { most: mostThreads });
  try {
    const { ort, files } = await loadLibrary(threads);
    // The library would print what it also throws.
    Object.assign(ort.env, { logLevel: 'fatal' });
    Object.assign(ort.env.wasm, { numThreads: threads, wasmPaths: files });
    const host: OnnxHost = {
      engine: 'wasm',
      version: versionOf(ort),
      threads,
      runtime: writingResults(requireWebRuntime(ort)),
      sessionOptions: wasmSessionOptions,
      residency: 'memory',
      tuning: untuned,
    };
    await tryOut(host);
    return host;
  } catch (cause) {
    throw new EngineError(`onnxruntime's WebAssembly cannot be loaded: ${reasonOf(cause)}`, {
      hint: 'install googlenet again; in a checkout: npm run build',
      cause,
    });
  }
}

/** A library has one number of threads as long as it lives, so each number has a library of its own, with its own memory. */
function loadLibrary(threads: number): Promise<Library> {
  return import(`${library}?threads=${threads}`);
}
