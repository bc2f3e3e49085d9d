// The portable engine: ONNX Runtime's CPU provider, prebuilt inside an npm package for every platform.
// A whole step is one ONNX model; resident tensors go in and come out at each run, in two sets of buffers that swap.
import { availableParallelism } from 'node:os';
import type * as ort from 'onnxruntime-node';
import { EngineError } from '../../errors/engine-error.ts';
import { reasonOf } from '../../errors/reason-of.ts';
import { encodeOnnxModel } from '../../formats/onnx/write.ts';
import { type Graph, isResident, readInputs } from '../../graph/graph.ts';
import type { NodeOf } from '../../graph/node.ts';
import { type Shape, sizeOf } from '../../graph/shape.ts';
import { allFinite } from '../../nn/finite.ts';
import type { BackendProgram, BackendStore } from '../backend.ts';
import { Engine, type ResidentTensor, type RunInputs, type RunOutputs } from '../engine.ts';
import { largestMagnitude, sumOfSquares } from '../measures.ts';
import { detectChannelBlock } from './blocked-convolution.ts';
import { loadRuntime, type Runtime } from './load-runtime.ts';
import { lowerGraph, nextName } from './lower-graph.ts';

export interface OnnxruntimeOptions {
  /** Default: all cores. */
  readonly threads?: number | undefined;
  /** See `Engine.advice`. */
  readonly advice?: string | undefined;
}

interface Settings {
  readonly runtime: Runtime;
  readonly threads: number;
  readonly channelBlock: number;
}

class OnnxruntimeStore implements BackendStore {
  readonly #settings: Settings;
  readonly #current = new Map<string, ort.TypedTensor<'float32'>>();
  /** Where the next value is written; made when first needed, since an evaluation needs none. */
  readonly #spare = new Map<string, ort.TypedTensor<'float32'>>();
  /** Until a tensor changes. */
  #magnitude: { readonly names: readonly string[]; readonly value: number } | undefined;

  constructor(settings: Settings, tensors: readonly ResidentTensor[]) {
    this.#settings = settings;
    for (const { name, shape } of tensors) this.#current.set(name, newTensor(settings.runtime, shape));
  }

  read({ name }: ResidentTensor): Float32Array {
    return this.current(name).data.slice();
  }

  write({ name }: ResidentTensor, values: Float32Array): void {
    this.current(name).data.set(values);
    this.#magnitude = undefined;
  }

  async compile(graph: Graph): Promise<OnnxruntimeProgram> {
    const { runtime, threads, channelBlock } = this.#settings;
    try {
      const model = encodeOnnxModel(lowerGraph(graph, { channelBlock }));
      const session = await runtime.InferenceSession.create(model, sessionOptions(threads));
      return new OnnxruntimeProgram(runtime, graph, session, this);
    } catch (cause) {
      throw new EngineError(`onnxruntime refused ${graph.name}: ${reasonOf(cause)}`, { cause });
    }
  }

  magnitude(names: readonly string[]): number {
    if (this.#magnitude?.names !== names) {
      this.#magnitude = { names, value: largestMagnitude(names.map((name) => this.current(name).data)) };
    }
    return this.#magnitude.value;
  }

  areFinite(names: readonly string[]): boolean {
    return names.every((name) => allFinite(this.current(name).data));
  }

  sumOfSquares(names: readonly string[]): number {
    return sumOfSquares(names.map((name) => this.current(name).data));
  }

  release(): void {
    this.#current.clear();
    this.#spare.clear();
  }

  current(name: string): ort.TypedTensor<'float32'> {
    const found = this.#current.get(name);
    if (found === undefined) throw new Error(`unreachable: ${name} is asked for, but was not created`);
    return found;
  }

  spare(name: string): ort.TypedTensor<'float32'> {
    const found = this.#spare.get(name) ?? newTensor(this.#settings.runtime, this.current(name).dims);
    this.#spare.set(name, found);
    return found;
  }

  swap(name: string): void {
    const current = this.current(name);
    this.#current.set(name, this.spare(name));
    this.#spare.set(name, current);
    this.#magnitude = undefined;
  }
}

class OnnxruntimeProgram implements BackendProgram {
  readonly #runtime: Runtime;
  readonly #graph: Graph;
  readonly #inputs: readonly NodeOf<'input'>[];
  readonly #session: ort.InferenceSession;
  readonly #store: OnnxruntimeStore;
  /** Outputs are written into the same buffers at each run. */
  readonly #outputs: ReadonlyMap<string, ort.TypedTensor<'float32'>>;

  constructor(runtime: Runtime, graph: Graph, session: ort.InferenceSession, store: OnnxruntimeStore) {
    this.#runtime = runtime;
    this.#graph = graph;
    this.#inputs = readInputs(graph);
    this.#session = session;
    this.#store = store;
    this.#outputs = new Map([...graph.outputs].map(([name, { shape }]) => [name, newTensor(runtime, shape)]));
  }

  async run(inputs: RunInputs): Promise<RunOutputs> {
    const feeds: Record<string, ort.Tensor> = {};
    for (const input of this.#inputs) {
      const { name } = input.attrs;
      feeds[name] = isResident(input)
        ? this.#store.current(name)
        : new this.#runtime.Tensor(input.dtype, inputs[name], [...input.shape]);
    }
    const fetches: Record<string, ort.Tensor> = Object.fromEntries(this.#outputs);
    const changed = [...this.#graph.updates.keys()];
    for (const name of changed) {
      // What is not read can be written where it belongs.
      fetches[nextName(name)] = name in feeds ? this.#store.spare(name) : this.#store.current(name);
    }
    try {
      await this.#session.run(feeds, fetches);
    } catch (cause) {
      throw new EngineError(`onnxruntime failed to run ${this.#graph.name}: ${reasonOf(cause)}`, { cause });
    }
    const outputs = Object.fromEntries([...this.#outputs].map(([name, { data }]) => [name, data]));
    for (const name of changed) if (name in feeds) this.#store.swap(name);
    return outputs;
  }

  async release(): Promise<void> {
    await this.#session.release();
  }
}

/** Of the sessions that run programs. */
export function sessionOptions(threads: number): ort.InferenceSession.SessionOptions {
  return {
    executionProviders: ['cpu'],
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
    // Its planned arena takes twice the memory and saves no time here.
    enableMemPattern: false,
  };
}

/** @throws EngineError where the package has no binary for this platform */
export async function openOnnxruntimeEngine({
  threads = availableParallelism(),
  advice,
}: OnnxruntimeOptions): Promise<Engine> {
  const runtime = await loadRuntime();
  const settings = { runtime, threads, channelBlock: await detectChannelBlock(runtime) };
  const backend = {
    name: 'onnxruntime',
    version: runtime.env.versions.node ?? 'unknown',
    threads,
    createStore: (tensors: readonly ResidentTensor[]) => new OnnxruntimeStore(settings, tensors),
    release() {},
  };
  return new Engine(backend, { advice });
}

function newTensor(runtime: Runtime, shape: Shape): ort.TypedTensor<'float32'> {
  return new runtime.Tensor('float32', new Float32Array(sizeOf(shape)), [...shape]);
}
