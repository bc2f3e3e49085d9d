// ONNX Runtime's CPU provider in WebAssembly, in a browser: in the package onnxruntime-web, which the program hands over.
import { EngineError } from '../../../errors/engine-error.ts';
import { reasonOf } from '../../../errors/reason-of.ts';
import { untuned } from '../tuning.ts';
import type { OnnxHost } from './host.ts';
import { requireWebRuntime, versionOf } from './require-web-runtime.ts';
import { tryOut, wasmSessionOptions, writingResults } from './wasm-session.ts';
import type { WebRuntime } from './web-runtime.ts';

/**
 * @param threads default: as many as the library has or, before it has begun, half of the cores and at most four; one where
 * the page is not isolated from other origins
 * @throws EngineError where the library's files do not load, or where so many threads are not to be had
 */
export async function webWasm(ort: WebRuntime, threads?: number): Promise<OnnxHost> {
  const runtime = writingResults(requireWebRuntime(ort));
  const { wasm } = ort.env;
  wasm.numThreads = threadsFor(threads, wasm.numThreads);
  const host: OnnxHost = {
    engine: 'wasm',
    version: versionOf(ort),
    threads: wasm.numThreads,
    runtime,
    sessionOptions: wasmSessionOptions,
    residency: 'memory',
    tuning: untuned,
  };
  await load(host);
  return host;
}

/** @param before the number that the library has, since it was set or since it began */
function threadsFor(wanted: number | undefined, before: number | undefined): number {
  const { crossOriginIsolated = false, navigator } = globalThis as Partial<BrowserScope>;
  const inUse = before === undefined || before < 1 ? undefined : before;
  const cores = crossOriginIsolated ? (navigator?.hardwareConcurrency ?? 1) : 1;
  const threads = wanted ?? inUse ?? Math.min(4, Math.ceil(cores / 2));
  if (threads > 1 && !crossOriginIsolated) {
    throw new EngineError(`${threads} threads cannot be had: the page is not isolated from other origins`, {
      hint: 'serve it with the headers Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp, or take one thread',
    });
  }
  if (inUse !== undefined && threads !== inUse) {
    throw new EngineError(`${threads} threads cannot be had: onnxruntime-web computes with ${inUse} here already`, {
      hint: 'start another worker for another number of threads',
    });
  }
  return threads;
}

/** What of a page or a worker is asked. */
interface BrowserScope {
  readonly crossOriginIsolated: boolean;
  readonly navigator: { readonly hardwareConcurrency: number };
}

async function load(host: OnnxHost): Promise<void> {
  try {
    await tryOut(host);
  } catch (cause) {
    throw new EngineError(`onnxruntime-web cannot be loaded: ${reasonOf(cause)}`, {
      hint: 'set ort.env.wasm.wasmPaths to where the files of its folder dist are served, and let the policy of the page allow WebAssembly',
      cause,
    });
  }
}
