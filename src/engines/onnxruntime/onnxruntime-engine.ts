// The portable engine: ONNX Runtime's CPU provider, prebuilt inside an npm package for every platform.
// A whole step is one ONNX model; resident tensors go in and come out at each run, in two sets of buffers that swap.
import { availableParallelism } from 'node:os';
import type * as ort from 'onnxruntime-node';
import { EngineError } from '../../errors/engine-error.ts';
import { reasonOf } from '../../errors/reason-of.ts';
import { encodeOnnxModel } from '../../formats/onnx/write.ts';
import { type Graph, graphInputs, isResident } from '../../graph/graph.ts';
import { type Shape, sizeOf } from '../../graph/shape.ts';
import { checkInputs, checkStore } from '../check-inputs.ts';
import type { Engine, Program, ResidentTensor, RunInputs, RunOptions, RunOutputs, Store } from '../engine.ts';
import { detectChannelBlock } from './blocked-convolution.ts';
import { loadRuntime, type Runtime } from './load-runtime.ts';
import { lowerGraph, nextName } from './lower-graph.ts';

class OnnxruntimeStore implements Store {
  readonly tensors: readonly ResidentTensor[];
  readonly #runtime: Runtime;
  readonly #current = new Map<string, ort.TypedTensor<'float32'>>();
  /** Where the next value is written; made when first needed, since an evaluation needs none. */
  readonly #spare = new Map<string, ort.TypedTensor<'float32'>>();

  constructor(runtime: Runtime, tensors: readonly ResidentTensor[]) {
    this.tensors = tensors;
    this.#runtime = runtime;
    for (const { name, shape } of tensors) this.#current.set(name, newTensor(runtime, shape));
  }

  async read(name: string): Promise<Float32Array> {
    return this.current(name).data.slice();
  }

  async write(name: string, values: Float32Array): Promise<void> {
    const { data } = this.current(name);
    if (data.length !== values.length) {
      throw new EngineError(`${name} holds ${data.length} elements, cannot take ${values.length}`);
    }
    data.set(values);
  }

  current(name: string): ort.TypedTensor<'float32'> {
    const found = this.#current.get(name);
    if (found === undefined) throw new EngineError(`the store has no tensor ${name}`);
    return found;
  }

  spare(name: string): ort.TypedTensor<'float32'> {
    const found = this.#spare.get(name) ?? newTensor(this.#runtime, this.current(name).dims);
    this.#spare.set(name, found);
    return found;
  }

  swap(name: string): void {
    const current = this.current(name);
    this.#current.set(name, this.spare(name));
    this.#spare.set(name, current);
  }
}

class OnnxruntimeProgram implements Program {
  readonly #runtime: Runtime;
  readonly #graph: Graph;
  readonly #session: ort.InferenceSession;
  readonly #store: OnnxruntimeStore;
  /** Outputs are written into the same buffers at each run. */
  readonly #outputs: ReadonlyMap<string, ort.TypedTensor<'float32'>>;

  constructor(runtime: Runtime, graph: Graph, session: ort.InferenceSession, store: OnnxruntimeStore) {
    this.#runtime = runtime;
    this.#graph = graph;
    this.#session = session;
    this.#store = store;
    this.#outputs = new Map([...graph.outputs].map(([name, { shape }]) => [name, newTensor(runtime, shape)]));
  }

  async run(inputs: RunInputs, { accept = () => true }: RunOptions = {}): Promise<RunOutputs> {
    checkInputs(this.#graph, inputs);
    const feeds: Record<string, ort.Tensor> = {};
    for (const input of graphInputs(this.#graph)) {
      const { name } = input.attrs;
      feeds[name] = isResident(input)
        ? this.#store.current(name)
        : new this.#runtime.Tensor(input.dtype, inputs[name], [...input.shape]);
    }
    const fetches: Record<string, ort.Tensor> = Object.fromEntries(this.#outputs);
    for (const name of this.#graph.updates.keys()) fetches[nextName(name)] = this.#store.spare(name);
    try {
      await this.#session.run(feeds, fetches);
    } catch (cause) {
      throw new EngineError(`onnxruntime failed to run ${this.#graph.name}: ${reasonOf(cause)}`, { cause });
    }
    const outputs = Object.fromEntries([...this.#outputs].map(([name, { data }]) => [name, data]));
    if (accept(outputs)) for (const name of this.#graph.updates.keys()) this.#store.swap(name);
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
}: {
  readonly threads?: number;
}): Promise<Engine> {
  const runtime = await loadRuntime();
  const channelBlock = await detectChannelBlock(runtime);
  const programs: OnnxruntimeProgram[] = [];
  return {
    name: 'onnxruntime',
    version: runtime.env.versions.node ?? 'unknown',
    threads,
    createStore: async (tensors) => new OnnxruntimeStore(runtime, tensors),

    async compile(graph, store) {
      if (!(store instanceof OnnxruntimeStore)) throw new EngineError('the store belongs to another engine');
      checkStore(graph, store);
      try {
        const model = encodeOnnxModel(lowerGraph(graph, { channelBlock }));
        const session = await runtime.InferenceSession.create(model, sessionOptions(threads));
        const program = new OnnxruntimeProgram(runtime, graph, session, store);
        programs.push(program);
        return program;
      } catch (cause) {
        throw new EngineError(`onnxruntime refused ${graph.name}: ${reasonOf(cause)}`, { cause });
      }
    },

    async close() {
      for (const program of programs.splice(0)) await program.release();
    },
  };
}

function newTensor(runtime: Runtime, shape: Shape): ort.TypedTensor<'float32'> {
  return new runtime.Tensor('float32', new Float32Array(sizeOf(shape)), [...shape]);
}
