// A store whose tensors lie on a device, such as a GPU, and stay there from run to run. Programs read them there and leave new
// ones there; images go up, and what a graph puts out comes down. Everything that the host looks at is a tensor in memory:
// some builds of the library end the process when they are asked for the values of one on the device.
import type * as ort from 'onnxruntime-node';
import { encodeOnnxModel } from '../../formats/onnx/write.ts';
import { type Graph, isResident, readInputs } from '../../graph/graph.ts';
import type { NodeOf } from '../../graph/node.ts';
import { sizeOf } from '../../graph/shape.ts';
import type { BackendProgram, BackendStore } from '../backend.ts';
import type { MemoryChange, ResidentTensor, RunInputs, RunOutputs } from '../engine.ts';
import { modifyCopies } from '../modify-copies.ts';
import type { DeviceCopies } from './device-copies.ts';
import { deviceFailure } from './device-failure.ts';
import { type DeviceMeasure, measureModel } from './device-measure.ts';
import type { OnnxHost } from './hosts/host.ts';
import { lowerGraph, nextName } from './lower-graph.ts';

/** One that was written, or is new, and no run has read yet, lies in memory. */
type Held = Float32Array | ort.Tensor;

export class DeviceStore implements BackendStore {
  readonly #host: OnnxHost;
  readonly #copies: DeviceCopies;
  readonly #tensors: ReadonlyMap<string, ResidentTensor>;
  readonly #held = new Map<string, Held>();
  /** By the names that are measured together. */
  readonly #measures = new Map<string, KeptMeasure>();

  /** @param copies released by whoever made them */
  constructor(host: OnnxHost, copies: DeviceCopies, tensors: readonly ResidentTensor[]) {
    this.#host = host;
    this.#copies = copies;
    this.#tensors = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  }

  async read({ name, shape }: ResidentTensor): Promise<Float32Array> {
    const held = this.#held.get(name);
    if (held === undefined) return new Float32Array(sizeOf(shape));
    if (held instanceof Float32Array) return held.slice();
    return this.#attempt(`${this.#host.engine} failed to read ${name}`, () => this.#copies.download(held));
  }

  write({ name }: ResidentTensor, values: Float32Array): void {
    this.#replace(name, values.slice());
  }

  modify(tensors: readonly ResidentTensor[], change: MemoryChange): Promise<void> {
    return modifyCopies(this, tensors, change);
  }

  async compile(graph: Graph): Promise<BackendProgram> {
    const { runtime, sessionOptions, tuning } = this.#host;
    const onDevice = [...graph.updates.keys()].map((name) => [nextName(name), 'gpu-buffer'] as const);
    const inMemory = [...graph.outputs.keys()].map((name) => [name, 'cpu'] as const);
    try {
      const session = await runtime.InferenceSession.create(encodeOnnxModel(lowerGraph(graph, { tuning })), {
        ...sessionOptions,
        preferredOutputLocation: Object.fromEntries([...onDevice, ...inMemory]),
      });
      return new DeviceProgram(graph, session, this.#host, {
        read: (name) => this.#onDevice(name),
        replace: (name, tensor) => this.#replace(name, tensor),
      });
    } catch (cause) {
      throw deviceFailure(`${this.#host.engine} refused ${graph.name}`, cause);
    }
  }

  async magnitude(names: readonly string[]): Promise<number> {
    const { largest, sumOfSquares } = await this.#measure(names);
    // What a GPU makes of the largest of several numbers is anything if one of them is NaN; of a sum it is NaN.
    return Number.isFinite(sumOfSquares) ? largest : sumOfSquares;
  }

  async areFinite(names: readonly string[]): Promise<boolean> {
    return Number.isFinite((await this.#measure(names)).sumOfSquares);
  }

  async sumOfSquares(names: readonly string[]): Promise<number> {
    return (await this.#measure(names)).sumOfSquares;
  }

  async release(): Promise<void> {
    for (const held of this.#held.values()) if (!(held instanceof Float32Array)) held.dispose();
    this.#held.clear();
    for (const { measure } of this.#measures.values()) await (await measure).session.release();
  }

  async #onDevice(name: string): Promise<ort.Tensor> {
    const { shape } = this.#tensors.get(name) as ResidentTensor;
    const held = this.#held.get(name) ?? new Float32Array(sizeOf(shape));
    if (!(held instanceof Float32Array)) return held;
    const tensor = await this.#copies.upload(held, shape);
    this.#held.set(name, tensor);
    return tensor;
  }

  #replace(name: string, next: Held): void {
    const old = this.#held.get(name);
    if (old !== undefined && !(old instanceof Float32Array)) old.dispose();
    this.#held.set(name, next);
    for (const kept of this.#measures.values()) if (kept.names.has(name)) kept.answer = undefined;
  }

  async #measure(names: readonly string[]): Promise<Measured> {
    const kept = this.#measureOf(names);
    kept.answer ??= await this.#attempt(`${this.#host.engine} failed to measure tensors`, async () => {
      const { session, outputs } = await kept.measure;
      const feeds: Record<string, ort.Tensor> = {};
      for (const name of names) feeds[name] = await this.#onDevice(name);
      const results = await session.run(feeds);
      const value = (name: string) => (results[name].data as Float32Array)[0];
      return { largest: value(outputs.largest), sumOfSquares: value(outputs.sumOfSquares) };
    });
    return kept.answer;
  }

  #measureOf(names: readonly string[]): KeptMeasure {
    const key = names.join('\n');
    const tensors = () => names.map((name) => this.#tensors.get(name) as ResidentTensor);
    const kept = this.#measures.get(key) ?? { names: new Set(names), measure: measureModel(this.#host, tensors()) };
    this.#measures.set(key, kept);
    return kept;
  }

  async #attempt<T>(failing: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (cause) {
      throw deviceFailure(failing, cause);
    }
  }
}

interface Measured {
  readonly largest: number;
  readonly sumOfSquares: number;
}

interface KeptMeasure {
  readonly names: ReadonlySet<string>;
  readonly measure: Promise<DeviceMeasure>;
  /** Holds until one of the tensors changes. */
  answer?: Measured | undefined;
}

/** What a program does with its store's tensors. */
interface Residents {
  readonly read: (name: string) => Promise<ort.Tensor>;
  readonly replace: (name: string, tensor: ort.Tensor) => void;
}

class DeviceProgram implements BackendProgram {
  readonly #host: OnnxHost;
  readonly #graph: Graph;
  readonly #session: ort.InferenceSession;
  readonly #residents: Residents;
  readonly #given: readonly NodeOf<'input'>[];
  readonly #read: readonly string[];

  constructor(graph: Graph, session: ort.InferenceSession, host: OnnxHost, residents: Residents) {
    const read = readInputs(graph);
    this.#graph = graph;
    this.#session = session;
    this.#host = host;
    this.#residents = residents;
    this.#given = read.filter((input) => !isResident(input));
    this.#read = read.filter(isResident).map(({ attrs }) => attrs.name);
  }

  async run(inputs: RunInputs): Promise<RunOutputs> {
    const { Tensor } = this.#host.runtime;
    const { outputs, updates, name } = this.#graph;
    const feeds: Record<string, ort.Tensor> = {};
    try {
      for (const resident of this.#read) feeds[resident] = await this.#residents.read(resident);
      for (const { attrs, dtype, shape } of this.#given)
        feeds[attrs.name] = new Tensor(dtype, inputs[attrs.name], [...shape]);
      const results = await this.#session.run(feeds);
      for (const resident of updates.keys()) this.#residents.replace(resident, results[nextName(resident)]);
      // Beside outputs that stay on the device, the library leaves memory that it was given as it is.
      return Object.fromEntries([...outputs.keys()].map((output) => [output, results[output].data as Float32Array]));
    } catch (cause) {
      throw deviceFailure(`${this.#host.engine} failed to run ${name}`, cause);
    }
  }

  async release(): Promise<void> {
    await this.#session.release();
  }
}
