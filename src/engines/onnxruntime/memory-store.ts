// A store whose tensors lie in this process's memory: programs read them where they lie and write their new values there.
import type * as ort from 'onnxruntime-node';
import { EngineError } from '../../errors/engine-error.ts';
import { reasonOf } from '../../errors/reason-of.ts';
import { encodeOnnxModel } from '../../formats/onnx/write.ts';
import { type Graph, graphInputs, isResident, readInputs } from '../../graph/graph.ts';
import type { Node, NodeOf } from '../../graph/node.ts';
import { sizeOf } from '../../graph/shape.ts';
import { allFinite } from '../../nn/finite.ts';
import { adjacentPlaces } from '../adjacent-places.ts';
import type { BackendProgram, BackendStore } from '../backend.ts';
import type { MemoryChange, ResidentTensor, RunInputs, RunOutputs } from '../engine.ts';
import { largestMagnitude, sumOfSquares } from '../measures.ts';
import { type FlattenedGraph, flattenUpdates } from './flatten-updates.ts';
import type { OnnxHost } from './hosts/host.ts';
import { canWriteInPlace } from './in-place.ts';
import { lowerGraph, nextName } from './lower-graph.ts';
import { ResidentValues, valuesAt } from './resident-values.ts';

export class MemoryStore implements BackendStore {
  readonly #host: OnnxHost;
  #values: ResidentValues;
  /** The last answer of `magnitude`, valid until a tensor changes. */
  #magnitude: { readonly names: readonly string[]; readonly value: number } | undefined;

  constructor(host: OnnxHost, tensors: readonly ResidentTensor[]) {
    this.#host = host;
    this.#values = new ResidentValues(tensors);
  }

  read({ name }: ResidentTensor): Float32Array {
    return this.#values.of(name).slice();
  }

  write({ name }: ResidentTensor, values: Float32Array): void {
    this.#values.of(name).set(values);
    this.#magnitude = undefined;
  }

  async modify(tensors: readonly ResidentTensor[], change: MemoryChange): Promise<void> {
    const places = adjacentPlaces(tensors.map(({ name }) => this.#values.placeOf(name)));
    try {
      await change(places.map(valuesAt));
    } finally {
      this.#magnitude = undefined;
    }
  }

  async compile(graph: Graph): Promise<MemoryProgram> {
    const { engine, runtime, sessionOptions, tuning } = this.#host;
    try {
      const flattened = flattenUpdates(graph, (name) => this.#values.placeOf(name));
      const model = encodeOnnxModel(lowerGraph(flattened.graph, { tuning }));
      const session = await runtime.InferenceSession.create(model, sessionOptions);
      const changed = new Set(graph.updates.keys());
      const forget = () => {
        if (this.#magnitude?.names.some((name) => changed.has(name))) this.#magnitude = undefined;
      };
      return new MemoryProgram(this.#host, flattened, session, this.#values, forget);
    } catch (cause) {
      throw new EngineError(`${engine} refused ${graph.name}: ${reasonOf(cause)}`, { cause });
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

class MemoryProgram implements BackendProgram {
  readonly #host: OnnxHost;
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
    host: OnnxHost,
    { graph, spans }: FlattenedGraph<Float32Array>,
    session: ort.InferenceSession,
    values: ResidentValues,
    changed: () => void,
  ) {
    const tensorOf = ({ shape }: Node, data: Float32Array) => new host.runtime.Tensor('float32', data, [...shape]);
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
    this.#host = host;
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
    const { Tensor } = this.#host.runtime;
    const given = this.#inputs.map(({ attrs: { name }, dtype, shape }) => {
      return [name, new Tensor(dtype, inputs[name], [...shape])] as const;
    });
    try {
      await this.#session.run({ ...this.#residents, ...Object.fromEntries(given) }, this.#fetches);
    } catch (cause) {
      if (cause instanceof EngineError) throw cause;
      throw new EngineError(`${this.#host.engine} failed to run ${this.#name}: ${reasonOf(cause)}`, { cause });
    }
    for (const { from, to } of this.#copies) to.set(from);
    this.#changed();
    return { ...this.#outputs };
  }

  async release(): Promise<void> {
    await this.#session.release();
  }
}
