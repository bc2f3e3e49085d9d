// How tensors go to a device and come back: through models that only copy, one for each number of axes and direction.
import type * as ort from 'onnxruntime-node';
import { encodeOnnxModel } from '../../formats/onnx/write.ts';
import type { Shape } from '../../graph/shape.ts';
import type { OnnxHost } from './hosts/host.ts';
import { onnxModel } from './onnx-model.ts';

type Location = 'cpu' | 'gpu-buffer';

export class DeviceCopies {
  readonly #host: OnnxHost;
  readonly #sessions = new Map<string, Promise<ort.InferenceSession>>();

  constructor(host: OnnxHost) {
    this.#host = host;
  }

  async upload(values: Float32Array, shape: Shape): Promise<ort.Tensor> {
    const session = await this.#session(shape.length, 'gpu-buffer');
    const { y } = await session.run({ x: new this.#host.runtime.Tensor('float32', values, [...shape]) });
    return y;
  }

  async download(tensor: ort.Tensor): Promise<Float32Array> {
    const session = await this.#session(tensor.dims.length, 'cpu');
    const { y } = await session.run({ x: tensor });
    return y.data as Float32Array;
  }

  /** Whether the device computes at all; what is made for it stays. */
  async tryOut(): Promise<void> {
    const session = await this.#session(1, 'cpu');
    await session.run({ x: new this.#host.runtime.Tensor('float32', Float32Array.of(1), [1]) });
  }

  async release(): Promise<void> {
    // One that could not be made has nothing to release, and has said why already.
    const sessions = await Promise.allSettled(this.#sessions.values());
    for (const session of sessions) if (session.status === 'fulfilled') await session.value.release();
  }

  #session(axes: number, to: Location): Promise<ort.InferenceSession> {
    const key = `${axes} ${to}`;
    const { runtime, sessionOptions } = this.#host;
    const session =
      this.#sessions.get(key) ??
      runtime.InferenceSession.create(copyModel(axes), { ...sessionOptions, preferredOutputLocation: { y: to } });
    this.#sessions.set(key, session);
    return session;
  }
}

function copyModel(axes: number): Uint8Array {
  const dims = Array.from({ length: axes }, (_, axis) => `axis${axis}`);
  return encodeOnnxModel(
    onnxModel({
      name: 'copy',
      nodes: [{ opType: 'Identity', name: 'copy', inputs: ['x'], outputs: ['y'] }],
      inputs: [{ name: 'x', elementType: 'float32', dims }],
      outputs: [{ name: 'y', elementType: 'float32', dims }],
      initializers: [],
    }),
  );
}
