// Sessions of onnxruntime-web on WebAssembly, whose memory is its own: a run copies tensors in and results out, and leaves
// memory that it was given for results as it is. So they are copied there afterwards, as other builds of the library do.
import type * as ort from 'onnxruntime-node';
import { DeviceCopies } from '../device-copies.ts';
import type { OnnxHost, Runtime } from './host.ts';

/** Options of sessions on WebAssembly; the number of threads is the whole library's (`env.wasm`). */
export const wasmSessionOptions: ort.InferenceSession.SessionOptions = {
  executionProviders: ['wasm'],
  executionMode: 'sequential',
  graphOptimizationLevel: 'all',
  // Failures are thrown; that they are printed too would be the library's own doing.
  logSeverityLevel: 4,
};

/** Names of results, or tensors in whose memory they are wanted. */
type Fetches = readonly string[] | Readonly<Record<string, ort.Tensor>>;

/** The same library, with results where the caller wants them. */
export function writingResults({ Tensor, InferenceSession }: Runtime): Runtime {
  const create = async (model: Uint8Array, options: ort.InferenceSession.SessionOptions) => {
    const session = await InferenceSession.create(model, options);
    return {
      inputNames: session.inputNames,
      outputNames: session.outputNames,
      release: () => session.release(),
      async run(feeds: ort.InferenceSession.FeedsType, fetches: Fetches = []) {
        const wanted = Array.isArray(fetches) ? fetches : Object.keys(fetches);
        const results = await (wanted.length === 0 ? session.run(feeds) : session.run(feeds, wanted));
        if (wanted === fetches) return results;
        for (const [name, { data }] of Object.entries(fetches)) {
          (data as Float32Array).set(results[name].data as Float32Array);
        }
        return results;
      },
    };
  };
  return { Tensor, InferenceSession: { create } } as unknown as Runtime;
}

/** Loads the library's files, which it does with its first session. */
export async function tryOut(host: OnnxHost): Promise<void> {
  const copies = new DeviceCopies(host);
  try {
    await copies.tryOut();
  } finally {
    await copies.release();
  }
}
