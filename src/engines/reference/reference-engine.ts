// The oracle: plain TypeScript loops in float64, slow and readable. Other engines are tested against it.
import type { Graph } from '../../graph/graph.ts';
import { sizeOf } from '../../graph/shape.ts';
import { allFinite } from '../../nn/finite.ts';
import type { BackendProgram, BackendStore } from '../backend.ts';
import { Engine, type MemoryChange, type ResidentTensor, type RunInputs, type RunOutputs } from '../engine.ts';
import { largestMagnitude, sumOfSquares } from '../measures.ts';
import { modifyCopies } from '../modify-copies.ts';
import { evaluate } from './evaluate.ts';

class ReferenceStore implements BackendStore {
  readonly #values: Map<string, Float64Array>;

  constructor(tensors: readonly ResidentTensor[]) {
    this.#values = new Map(tensors.map(({ name, shape }) => [name, new Float64Array(sizeOf(shape))]));
  }

  read({ name }: ResidentTensor): Float32Array {
    return Float32Array.from(this.#values.get(name) ?? []);
  }

  write({ name }: ResidentTensor, values: Float32Array): void {
    this.#values.set(name, Float64Array.from(values));
  }

  modify(tensors: readonly ResidentTensor[], change: MemoryChange): Promise<void> {
    return modifyCopies(this, tensors, change);
  }

  magnitude(names: readonly string[]): number {
    return largestMagnitude(names.map((name) => this.#values.get(name) ?? new Float64Array(0)));
  }

  areFinite(names: readonly string[]): boolean {
    return names.every((name) => allFinite(this.#values.get(name) ?? new Float64Array(0)));
  }

  sumOfSquares(names: readonly string[]): number {
    return sumOfSquares(names.map((name) => this.#values.get(name) ?? new Float64Array(0)));
  }

  compile(graph: Graph): BackendProgram {
    return { run: (inputs) => this.#run(graph, inputs), release() {} };
  }

  release(): void {
    this.#values.clear();
  }

  #run(graph: Graph, inputs: RunInputs): RunOutputs {
    const given = Object.entries(inputs).map(([name, values]) => [name, Float64Array.from(values)] as const);
    const results = evaluate(graph, new Map([...this.#values, ...given]));
    const outputs = Object.fromEntries([...results.outputs].map(([name, values]) => [name, Float32Array.from(values)]));
    // Computed in float64, kept as float32: what `read` hands out is then all there is, and a run can go on from it.
    for (const [name, values] of results.updates) this.#values.set(name, values.map(Math.fround));
    return outputs;
  }
}

export function openReferenceEngine(): Engine {
  return new Engine({
    name: 'reference',
    version: process.version,
    threads: 1,
    createStore: (tensors) => new ReferenceStore(tensors),
    release() {},
  });
}
