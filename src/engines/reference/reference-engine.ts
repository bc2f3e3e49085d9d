// The oracle: plain TypeScript loops in float64, slow and readable. Other engines are tested against it.
import { EngineError } from '../../errors/engine-error.ts';
import type { Graph } from '../../graph/graph.ts';
import { sizeOf } from '../../graph/shape.ts';
import { checkInputs, checkStore } from '../check-inputs.ts';
import type { Engine, Program, ResidentTensor, RunInputs, RunOptions, RunOutputs, Store } from '../engine.ts';
import { evaluate } from './evaluate.ts';

class ReferenceStore implements Store {
  readonly tensors: readonly ResidentTensor[];
  readonly values = new Map<string, Float64Array>();

  constructor(tensors: readonly ResidentTensor[]) {
    this.tensors = tensors;
    for (const { name, shape } of tensors) this.values.set(name, new Float64Array(sizeOf(shape)));
  }

  async read(name: string): Promise<Float32Array> {
    return Float32Array.from(this.#find(name));
  }

  async write(name: string, values: Float32Array): Promise<void> {
    const held = this.#find(name);
    if (held.length !== values.length) {
      throw new EngineError(`${name} holds ${held.length} elements, cannot take ${values.length}`);
    }
    held.set(values);
  }

  #find(name: string): Float64Array {
    const found = this.values.get(name);
    if (found === undefined) throw new EngineError(`the store has no tensor ${name}`);
    return found;
  }
}

class ReferenceProgram implements Program {
  readonly #graph: Graph;
  readonly #store: ReferenceStore;
  readonly #engine: { readonly isClosed: boolean };

  constructor(graph: Graph, store: ReferenceStore, engine: { readonly isClosed: boolean }) {
    this.#graph = graph;
    this.#store = store;
    this.#engine = engine;
  }

  async run(inputs: RunInputs, { accept = () => true }: RunOptions = {}): Promise<RunOutputs> {
    if (this.#engine.isClosed) throw new EngineError(`${this.#graph.name}: the engine was closed`);
    checkInputs(this.#graph, inputs);
    const given = Object.entries(inputs).map(([name, values]) => [name, Float64Array.from(values)] as const);
    const results = evaluate(this.#graph, new Map([...this.#store.values, ...given]));
    const outputs = Object.fromEntries([...results.outputs].map(([name, values]) => [name, Float32Array.from(values)]));
    // Computed in float64, kept as float32: what `read` hands out is then all there is, and a run can go on from it.
    if (accept(outputs))
      for (const [name, values] of results.updates) this.#store.values.set(name, values.map(Math.fround));
    return outputs;
  }
}

export function openReferenceEngine(): Engine {
  const state = { isClosed: false };
  return {
    name: 'reference',
    version: process.version,
    threads: 1,
    createStore: async (tensors) => new ReferenceStore(tensors),
    async compile(graph, store) {
      if (!(store instanceof ReferenceStore)) throw new EngineError('the store belongs to another engine');
      checkStore(graph, store);
      return new ReferenceProgram(graph, store, state);
    },
    async close() {
      state.isClosed = true;
    },
  };
}
