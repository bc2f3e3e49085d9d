// Sessions of onnxruntime-web on WebAssembly, whose memory is its own: a run copies tensors in and results out, and leaves
// memory that it was given for results as it is. So they are copied there afterwards, as other builds of the library do.
import type * as ort from 'onnxruntime-node';
import { EngineError } from '../../../errors/engine-error.ts';
import { reasonOf } from '../../../errors/reason-of.ts';
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

/** The same for each run, which goes by options of its own. */
const runOptions: ort.InferenceSession.RunOptions = { logSeverityLevel: 4 };

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
        const results = await (wanted.length === 0
          ? session.run(feeds, runOptions)
          : session.run(feeds, wanted, runOptions)
        ).catch(explainMemory);
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

/** In whose words the library tells it: memory that there is not, a size that does not fit into 32 bits. */
const tooLarge = /bad_alloc|exceeds the supported maximum|SafeInt/;

function explainMemory(cause: unknown): never {
  if (!tooLarge.test(reasonOf(cause))) throw cause;
  throw new EngineError('WebAssembly has not enough memory for a step', {
    hint: 'it has 4 GB at most: take a smaller batch (--batch-size), or smaller images',
    cause,
  });
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
