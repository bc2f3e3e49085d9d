// An exported network on the host that trainings in a browser have too: images in, logits and what its blocks return out. The
// worker has one; so do the tests in Node, which is why it says nothing of workers.
import type { InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import type { OnnxHost } from '../../../src/engines/onnxruntime/hosts/host.ts';
import type { ImageShape } from '../../../src/images/image-form.ts';

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
  readonly #host: OnnxHost;
  readonly #session: InferenceSession;
  readonly #imageShape: ImageShape;
  /** Runs come one after the other: a prediction waits for a batch of the occlusion map, not for all of it. */
  #last: Promise<unknown> = Promise.resolve();

  private constructor(host: OnnxHost, session: InferenceSession, imageShape: ImageShape) {
    this.#host = host;
    this.#session = session;
    this.#imageShape = imageShape;
  }

  /** @param model an ONNX file as the studio's server makes it: input `input` [N, ...imageShape] */
  static async open(host: OnnxHost, model: Uint8Array, imageShape: ImageShape): Promise<NetworkSession> {
    const { runtime, sessionOptions } = host;
    return new NetworkSession(host, await runtime.InferenceSession.create(model, sessionOptions), imageShape);
  }

  /** @param images [count, ...imageShape] */
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
    const [channels, rows, columns] = this.#imageShape;
    const count = images.length / (channels * rows * columns);
    const input = new this.#host.runtime.Tensor('float32', images, [count, channels, rows, columns]);
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
