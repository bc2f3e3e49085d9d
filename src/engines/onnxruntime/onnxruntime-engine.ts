// The portable engine: ONNX Runtime's CPU provider, prebuilt inside an npm package for every platform.
// Each program is one ONNX model, which reads resident tensors where they lie and writes their new values there.
import { availableParallelism } from 'node:os';
import type * as ort from 'onnxruntime-node';
import { EngineError } from '../../errors/engine-error.ts';
import { reasonOf } from '../../errors/reason-of.ts';
import { encodeOnnxModel } from '../../formats/onnx/write.ts';
import { type Graph, graphInputs, isResident, readInputs } from '../../graph/graph.ts';
import type { Node, NodeOf } from '../../graph/node.ts';
import { sizeOf } from '../../graph/shape.ts';
import { allFinite } from '../../nn/finite.ts';
import type { BackendProgram, BackendStore } from '../backend.ts';
import { Engine, type ResidentTensor, type RunInputs, type RunOutputs } from '../engine.ts';
import { largestMagnitude, sumOfSquares } from '../measures.ts';
import { type FlattenedGraph, flattenUpdates } from './flatten-updates.ts';
import { canWriteInPlace } from './in-place.ts';
import { loadRuntime, type Runtime } from './load-runtime.ts';
import { lowerGraph, nextName } from './lower-graph.ts';
import { ResidentValues, valuesAt } from './resident-values.ts';
import { type Tuning, tunedForCpu } from './tuning.ts';

export interface OnnxruntimeOptions {
  /** Default: all cores. */
  readonly threads?: number | undefined;
  /** See `Engine.advice`. */
  readonly advice?: string | undefined;
}

interface Settings {
  readonly runtime: Runtime;
  readonly threads: number;
  readonly tuning: Tuning;
}

class OnnxruntimeStore implements BackendStore {
  readonly #settings: Settings;
  #values: ResidentValues;
  /** The last answer of `magnitude`, valid until a tensor changes. */
  #magnitude: { readonly names: readonly string[]; readonly value: number } | undefined;

  constructor(settings: Settings, tensors: readonly ResidentTensor[]) {
    this.#settings = settings;
    this.#values = new ResidentValues(tensors);
  }

  read({ name }: ResidentTensor): Float32Array {
    return this.#values.of(name).slice();
  }

  write({ name }: ResidentTensor, values: Float32Array): void {
    this.#values.of(name).set(values);
    this.#magnitude = undefined;
  }

  async compile(graph: Graph): Promise<OnnxruntimeProgram> {
    const { runtime, threads, tuning } = this.#settings;
    try {
      const flattened = flattenUpdates(graph, (name) => this.#values.placeOf(name));
      const model = encodeOnnxModel(lowerGraph(flattened.graph, { tuning }));
      const session = await runtime.InferenceSession.create(model, sessionOptions(threads));
      const changed = new Set(graph.updates.keys());
      const forget = () => {
        if (this.#magnitude?.names.some((name) => changed.has(name))) this.#magnitude = undefined;
      };
      return new OnnxruntimeProgram(runtime, flattened, session, this.#values, forget);
    } catch (cause) {
      throw new EngineError(`onnxruntime refused ${graph.name}: ${reasonOf(cause)}`, { cause });
    }
  }

  magnitude(names: readonly string[]): number {
    if (this.#magnitude?.names !== names) {
      this.#magnitude = { names, value: largestMagnitude(names.map((name) => this.#values.of(name))) };
    }
    return this.#magnitude.value;
  }

  areFinite(names: readonly string[]): boolean {
    return names.every((name) => allFinite(this.#values.of(name)));
  }

  sumOfSquares(names: readonly string[]): number {
    return sumOfSquares(names.map((name) => this.#values.of(name)));
  }

  release(): void {
    this.#values = new ResidentValues([]);
  }
}

type Tensors = Readonly<Record<string, ort.Tensor>>;

class OnnxruntimeProgram implements BackendProgram {
  readonly #runtime: Runtime;
  readonly #name: string;
  readonly #session: ort.InferenceSession;
  /** Inputs that are given at each run. */
  readonly #inputs: readonly NodeOf<'input'>[];
  readonly #residents: Tensors;
  /** Outputs and new values are written into the same memory at each run. */
  readonly #fetches: Tensors;
  readonly #outputs: RunOutputs;
  /** New values that cannot be written in place and are copied there after each run. */
  readonly #copies: readonly { readonly from: Float32Array; readonly to: Float32Array }[];
  readonly #changed: () => void;

  /** @param changed is called after each run that changed something */
  constructor(
    runtime: Runtime,
    { graph, spans }: FlattenedGraph<Float32Array>,
    session: ort.InferenceSession,
    values: ResidentValues,
    changed: () => void,
  ) {
    const tensorOf = ({ shape }: Node, data: Float32Array) => new runtime.Tensor('float32', data, [...shape]);
    const valuesOf = (name: string) => {
      const span = spans.get(name);
      return span === undefined ? values.of(name) : valuesAt(span);
    };
    const read = readInputs(graph);
    const fetched = [...graph.outputs].map(
      ([name, node]) => [name, node, new Float32Array(sizeOf(node.shape))] as const,
    );
    const updated = graphInputs(graph).filter(({ attrs }) => graph.updates.has(attrs.name));
    const places = updated.map((input) => {
      const belongs = valuesOf(input.attrs.name);
      const isDirect = !read.includes(input) || canWriteInPlace(graph, input);
      return { input, from: isDirect ? belongs : belongs.slice(), to: belongs };
    });
    this.#runtime = runtime;
    this.#name = graph.name;
    this.#session = session;
    this.#inputs = read.filter((input) => !isResident(input));
    this.#residents = Object.fromEntries(
      read.filter(isResident).map((input) => [input.attrs.name, tensorOf(input, valuesOf(input.attrs.name))]),
    );
    this.#outputs = Object.fromEntries(fetched.map(([name, , data]) => [name, data]));
    this.#copies = places.filter(({ from, to }) => from !== to);
    this.#fetches = Object.fromEntries([
      ...fetched.map(([name, node, data]) => [name, tensorOf(node, data)] as const),
      ...places.map(({ input, from }) => [nextName(input.attrs.name), tensorOf(input, from)] as const),
    ]);
    this.#changed = changed;
  }

  async run(inputs: RunInputs): Promise<RunOutputs> {
    const given = this.#inputs.map(({ attrs: { name }, dtype, shape }) => {
      return [name, new this.#runtime.Tensor(dtype, inputs[name], [...shape])] as const;
    });
    try {
      await this.#session.run({ ...this.#residents, ...Object.fromEntries(given) }, this.#fetches);
    } catch (cause) {
      throw new EngineError(`onnxruntime failed to run ${this.#name}: ${reasonOf(cause)}`, { cause });
    }
    for (const { from, to } of this.#copies) to.set(from);
    this.#changed();
    return { ...this.#outputs };
  }

  async release(): Promise<void> {
    await this.#session.release();
  }
}

/** Options of the sessions that run programs. */
export function sessionOptions(threads: number): ort.InferenceSession.SessionOptions {
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

/** @throws EngineError where the package has no binary for this platform */
export async function openOnnxruntimeEngine({
  threads = availableParallelism(),
  advice,
}: OnnxruntimeOptions): Promise<Engine> {
  const runtime = await loadRuntime();
  const settings = { runtime, threads, tuning: await tunedForCpu(runtime) };
  const backend = {
    name: 'onnxruntime',
    version: runtime.env.versions.node ?? 'unknown',
    threads,
    createStore: (tensors: readonly ResidentTensor[]) => new OnnxruntimeStore(settings, tensors),
    release() {},
  };
  return new Engine(backend, { advice });
}
