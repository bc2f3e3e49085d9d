// ONNX Runtime's CPU provider in Node, prebuilt inside an npm package.
import { availableParallelism } from 'node:os';
import type * as ort from 'onnxruntime-node';
import { loadRuntime } from '../load-runtime.ts';
import { tunedForCpu } from '../tuning.ts';
import type { OnnxHost } from './host.ts';

/**
 * @param threads default: all cores
 * @throws EngineError where the package has no binary for this platform
 */
export async function nodeCpu(threads = availableParallelism()): Promise<OnnxHost> {
  const runtime = await loadRuntime();
  return {
    engine: 'onnxruntime',
    version: runtime.env.versions.node ?? 'unknown',
    threads,
    runtime,
    sessionOptions: cpuSessionOptions(threads),
    residency: 'memory',
    tuning: await tunedForCpu(runtime),
  };
}

function cpuSessionOptions(threads: number): ort.InferenceSession.SessionOptions {
  return {
    executionProviders: ['cpu'],
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
    // The arena that it plans takes twice the memory and saves no time here.
    enableMemPattern: false,
    // Waiting threads soon sleep: spinning on, they would keep the core from the thread that they wait for.
    extra: { session: { intra_op: { spin_duration_us: '50' } } },
  };
}
