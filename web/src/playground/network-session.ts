// A network in onnxruntime's WebAssembly: images in, logits and what its blocks return out. The worker has one; so do
// the tests in Node, which is why it says nothing of workers.
import { InferenceSession, Tensor } from 'onnxruntime-web/wasm';

/** What a module returned for one image. */
export interface Activation {
  /** Without the batch: [C, H, W]. */
  readonly shape: readonly number[];
  readonly values: Float32Array<ArrayBuffer>;
}

export interface NetworkOutputs {
  /** [count, classes] */
  readonly logits: Float32Array<ArrayBuffer>;
  /** By the module's path, of the first image. */
  readonly activations: Readonly<Record<string, Activation>>;
}

export class NetworkSession {
  readonly #session: InferenceSession;
  readonly #imageSize: number;
  /** Runs come one after the other: a prediction waits for a batch of the occlusion map, not for all of it. */
  #last: Promise<unknown> = Promise.resolve();

  private constructor(session: InferenceSession, imageSize: number) {
    this.#session = session;
    this.#imageSize = imageSize;
  }

  /** @param model an ONNX file as the studio's server makes it: input `input` [N, 1, imageSize, imageSize] */
  static async open(model: Uint8Array, imageSize: number): Promise<NetworkSession> {
    return new NetworkSession(await InferenceSession.create(model, { logSeverityLevel: 3 }), imageSize);
  }

  /** @param images [count, 1, imageSize, imageSize] */
  run(images: Float32Array, activations: readonly string[] = []): Promise<NetworkOutputs> {
    const result = this.#last.then(() => this.#run(images, activations));
    this.#last = result.catch(() => {});
    return result;
  }

  async close(): Promise<void> {
    await this.#last;
    await this.#session.release();
  }

  async #run(images: Float32Array, activations: readonly string[]): Promise<NetworkOutputs> {
    const count = images.length / this.#imageSize ** 2;
    const input = new Tensor('float32', images, [count, 1, this.#imageSize, this.#imageSize]);
    const results = await this.#session.run({ input }, ['logits', ...activations]);
    const named = activations.map((path) => {
      const [, ...shape] = results[path].dims;
      const size = shape.reduce((product, side) => product * side, 1);
      return [path, { shape, values: copyOf(results[path], size) }] as const;
    });
    return { logits: copyOf(results.logits), activations: Object.fromEntries(named) };
  }
}

/** The runtime may use its memory again. */
function copyOf({ data }: Tensor, count?: number): Float32Array<ArrayBuffer> {
  if (!(data instanceof Float32Array)) throw new Error('the network returned no float32 numbers');
  return Float32Array.from(data.subarray(0, count));
}
