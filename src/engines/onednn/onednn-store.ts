// Resident tensors in the layouts that primitives want. The first program that uses a tensor chooses its layout; until
// then its values wait as they were written. Tensors that are laid out together lie one behind the other.
import type { Graph } from '../../graph/graph.ts';
import { type Shape, sizeOf } from '../../graph/shape.ts';
import { allFinite } from '../../nn/finite.ts';
import { adjacentPlaces, type Place } from '../adjacent-places.ts';
import type { BackendProgram, BackendStore } from '../backend.ts';
import type { MemoryChange, ResidentTensor } from '../engine.ts';
import { largestMagnitude, sumOfSquares } from '../measures.ts';
import type { Layout } from './library/abi.ts';
import { Belongings } from './library/belongings.ts';
import { argumentCodes } from './library/codes.ts';
import { NativeMemory } from './library/native.ts';
import type { OneDnn } from './library/onednn.ts';
import { OperandList } from './library/operand-list.ts';
import { MemoryMeasures } from './memory-measures.ts';
import { type FixedBlock, fixedBlock } from './plan/block.ts';
import { align } from './plan/plan-memory.ts';

export interface Slot {
  readonly layout: Layout;
  readonly block: FixedBlock;
  /** Bytes, the gap before the next slot included. */
  readonly bytes: number;
}

/** Fewer numbers are not worth a call into the library. */
const leastReduced = 1024;

export class OneDnnStore implements BackendStore {
  /** Grows whenever a value may have changed. */
  changes = 0;
  readonly #oneDnn: OneDnn;
  readonly #compile: (graph: Graph, store: OneDnnStore) => BackendProgram;
  /** The slots' layouts, which outlive the programs that chose them. */
  readonly #belongings = new Belongings();
  readonly #tensors: ReadonlyMap<string, ResidentTensor>;
  /** Position of each tensor in the order in which they are laid out. */
  readonly #order: ReadonlyMap<string, number>;
  /** Values of tensors that have no place yet; those without any are zero. */
  readonly #waiting = new Map<string, Float32Array>();
  readonly #slots = new Map<string, Slot>();
  readonly #computed = new Map<string, NativeMemory>();
  readonly #measures = new Map<string, MemoryMeasures>();
  #magnitude: { readonly names: readonly string[]; readonly changes: number; readonly value: number } | undefined;

  constructor(
    tensors: readonly ResidentTensor[],
    oneDnn: OneDnn,
    compile: (graph: Graph, store: OneDnnStore) => BackendProgram,
  ) {
    this.#oneDnn = oneDnn;
    this.#compile = compile;
    this.#tensors = new Map(tensors.map((tensor) => [tensor.name, tensor]));
    this.#order = new Map(tensors.map(({ name }, index) => [name, index]));
  }

  tensor(name: string): ResidentTensor | undefined {
    return this.#tensors.get(name);
  }

  slot(name: string): Slot | undefined {
    return this.#slots.get(name);
  }

  requireSlot(name: string): Slot {
    const slot = this.#slots.get(name);
    if (slot === undefined) throw new Error(`unreachable: ${name} is not laid out`);
    return slot;
  }

  /** Where a tensor lies, in bytes. */
  placeOf(name: string): Place<NativeMemory> {
    const { block, bytes } = this.requireSlot(name);
    return { memory: block.memory, offset: block.offset, length: bytes };
  }

  /**
   * Memory for what updates read, which programs of one store share because one runs at a time.
   * @param name of the first tensor of those whose operands lie there
   */
  computed(name: string, bytes: number, leaf: number): NativeMemory {
    const key = `${name} ${bytes} ${leaf}`;
    const memory = this.#computed.get(key) ?? new NativeMemory(bytes);
    this.#computed.set(key, memory);
    return memory;
  }

  /** Lays tensors out one behind the other, in the store's order; those that have a place keep it. */
  layOut(wishes: ReadonlyMap<string, Layout>): void {
    const place = (name: string) => this.#order.get(name) ?? 0;
    const fresh = [...wishes].filter(([name]) => !this.#slots.has(name)).sort(([a], [b]) => place(a) - place(b));
    const sizes = fresh.map(([, layout]) => align(this.#oneDnn.sizeOf(layout)));
    const memory = new NativeMemory(sizes.reduce((sum, bytes) => sum + bytes, 0));
    let offset = 0;
    fresh.forEach(([name, wish], index) => {
      const layout = this.#oneDnn.within(this.#belongings, () => this.#oneDnn.abi.copyLayout(wish));
      this.#slots.set(name, { layout, block: fixedBlock(memory, offset), bytes: sizes[index] });
      offset += sizes[index];
      const values = this.#waiting.get(name);
      this.#waiting.delete(name);
      if (values !== undefined) this.#writeSlot(name, values);
    });
  }

  read({ name, shape }: ResidentTensor): Float32Array {
    if (!this.#slots.has(name)) return this.#waiting.get(name)?.slice() ?? new Float32Array(sizeOf(shape));
    const plain = new NativeMemory(sizeOf(shape) * 4);
    this.#convert('toPlain', name, plain);
    return plain.float32(0, sizeOf(shape));
  }

  write({ name }: ResidentTensor, values: Float32Array): void {
    if (this.#slots.has(name)) this.#writeSlot(name, values);
    else this.#waiting.set(name, values.slice());
    this.changes++;
  }

  compile(graph: Graph): BackendProgram {
    return this.#compile(graph, this);
  }

  async modify(tensors: readonly ResidentTensor[], change: MemoryChange): Promise<void> {
    const names = tensors.map(({ name }) => name);
    const laidOut = this.stretches(names).map(({ memory, offset, length }) => memory.float32(offset, length / 4));
    const waiting = tensors
      .filter(({ name }) => !this.#slots.has(name))
      .map(({ name, shape }) => this.#awaited(name, shape));
    try {
      await change([...waiting, ...laidOut]);
    } finally {
      this.changes++;
    }
  }

  magnitude(names: readonly string[]): number {
    const known = this.#magnitude;
    if (known?.names === names && known.changes === this.changes) return known.value;
    const ofEach = this.#measure(names, largestMagnitude, (measures) => measures.magnitude());
    const value = Math.max(0, ...ofEach);
    this.#magnitude = { names, changes: this.changes, value };
    return value;
  }

  areFinite(names: readonly string[]): boolean {
    const ofArrays = (tensors: Iterable<Float32Array>) => [...tensors].every(allFinite);
    return this.#measure(names, ofArrays, (measures) => measures.areFinite()).every(Boolean);
  }

  sumOfSquares(names: readonly string[]): number {
    const parts = this.#measure(names, sumOfSquares, (measures) => measures.sumOfSquares());
    return parts.reduce((sum, part) => sum + part, 0);
  }

  #awaited(name: string, shape: Shape): Float32Array {
    const values = this.#waiting.get(name) ?? new Float32Array(sizeOf(shape));
    this.#waiting.set(name, values);
    return values;
  }

  /** Measures the values that have no place yet, and each stretch of memory. */
  #measure<T>(
    names: readonly string[],
    ofArrays: (tensors: Iterable<Float32Array>) => T,
    ofMemory: (measures: MemoryMeasures) => T,
  ): readonly T[] {
    const waiting = names.flatMap((name) => this.#waiting.get(name) ?? []);
    const laidOut = this.stretches(names).map(({ memory, offset, length }) => {
      const count = length / 4;
      if (count < leastReduced) return ofArrays([memory.float32(offset, count)]);
      return ofMemory(this.#measuresOf(memory, offset, count));
    });
    return [ofArrays(waiting), ...laidOut];
  }

  /** The tensors that have a place, in as few pieces of memory as they are: gaps between them are zeros. */
  stretches(names: readonly string[]): readonly Place<NativeMemory>[] {
    return adjacentPlaces(names.filter((name) => this.#slots.has(name)).map((name) => this.placeOf(name)));
  }

  #measuresOf(memory: NativeMemory, offset: number, count: number): MemoryMeasures {
    const key = `${memory.address} ${offset} ${count}`;
    const within = <Result>(work: () => Result) => this.#oneDnn.within(this.#belongings, work);
    const measures = this.#measures.get(key) ?? new MemoryMeasures(this.#oneDnn, { memory, offset, count }, within);
    this.#measures.set(key, measures);
    return measures;
  }

  release(): void {
    this.#belongings.destroy();
    this.#waiting.clear();
    this.#slots.clear();
    this.#computed.clear();
    this.#measures.clear();
  }

  #writeSlot(name: string, values: Float32Array): void {
    const plain = new NativeMemory(values.byteLength);
    plain.float32(0, values.length).set(values);
    this.#convert('fromPlain', name, plain);
  }

  /** Moves a tensor's bytes between its slot and memory in the plain layout. */
  #convert(direction: 'toPlain' | 'fromPlain', name: string, memory: NativeMemory): void {
    const slot = this.requireSlot(name);
    const oneDnn = this.#oneDnn;
    oneDnn.temporarily(() => {
      const plain = { layout: oneDnn.plainLike(slot.layout), memory, offset: 0 };
      const held = { ...slot, ...slot.block };
      const [from, to] = direction === 'toPlain' ? [held, plain] : [plain, held];
      const operands = new OperandList([
        { argument: argumentCodes.x, memory: oneDnn.memory(from.layout, from.memory, from.offset) },
        { argument: argumentCodes.y, memory: oneDnn.memory(to.layout, to.memory, to.offset) },
      ]);
      oneDnn.execute(oneDnn.primitive(oneDnn.reorder(from.layout, to.layout)), operands);
    });
  }
}

/** oneDNN has no tensors without axes. */
export function atLeastOneAxis(shape: readonly number[]): readonly number[] {
  return shape.length === 0 ? [1] : shape;
}
