// Resident tensors in the layouts that primitives want. The first program that uses a tensor chooses its layout; until
// then its values wait as they were written. Tensors that are laid out together lie one behind the other.
import { EngineError } from '../../errors/engine-error.ts';
import { sizeOf } from '../../graph/shape.ts';
import type { ResidentTensor, Store } from '../engine.ts';
import type { Layout } from './library/abi.ts';
import { NativeMemory } from './library/native.ts';
import type { OneDnn } from './library/onednn.ts';
import { type FixedBlock, fixedBlock } from './plan/block.ts';
import { align } from './plan/plan-memory.ts';

export interface Slot {
  readonly layout: Layout;
  readonly block: FixedBlock;
  /** With the gap to the next slot. */
  readonly bytes: number;
}

/** Moves the bytes of one layout into another, between runs. */
export type Convert = (from: Layout, source: FixedBlock, to: Layout, target: FixedBlock) => void;

export class OneDnnStore implements Store {
  readonly tensors: readonly ResidentTensor[];
  /** Grows whenever a value may have changed. */
  changes = 0;
  readonly #oneDnn: OneDnn;
  readonly #convert: Convert;
  readonly #waiting = new Map<string, Float32Array>();
  readonly #slots = new Map<string, Slot>();
  readonly #gradients = new Map<string, NativeMemory>();

  constructor(tensors: readonly ResidentTensor[], oneDnn: OneDnn, convert: Convert) {
    this.tensors = tensors;
    this.#oneDnn = oneDnn;
    this.#convert = convert;
    for (const { name, shape } of tensors) this.#waiting.set(name, new Float32Array(sizeOf(shape)));
  }

  slot(name: string): Slot | undefined {
    return this.#slots.get(name);
  }

  requireSlot(name: string): Slot {
    const slot = this.#slots.get(name);
    if (slot === undefined) throw new Error(`unreachable: ${name} is not laid out`);
    return slot;
  }

  /**
   * Memory for gradients, which programs of one store share because one runs at a time.
   * @param name of the first tensor of those whose gradients lie there
   */
  gradients(name: string, bytes: number, leaf: number): NativeMemory {
    const key = `${name} ${bytes} ${leaf}`;
    const memory = this.#gradients.get(key) ?? new NativeMemory(bytes);
    this.#gradients.set(key, memory);
    return memory;
  }

  /** Lays tensors out one behind the other; those that have a place keep it. */
  layOut(wishes: ReadonlyMap<string, Layout>): void {
    const fresh = [...wishes].filter(([name]) => !this.#slots.has(name));
    const sizes = fresh.map(([, layout]) => align(this.#oneDnn.sizeOf(layout)));
    const memory = new NativeMemory(sizes.reduce((sum, bytes) => sum + bytes, 0));
    let offset = 0;
    fresh.forEach(([name, layout], index) => {
      this.#slots.set(name, { layout, block: fixedBlock(memory, offset), bytes: sizes[index] });
      offset += sizes[index];
      const values = this.#waiting.get(name);
      this.#waiting.delete(name);
      if (values !== undefined) this.#writeSlot(name, values);
    });
  }

  async read(name: string): Promise<Float32Array> {
    const { shape } = this.#require(name);
    const waiting = this.#waiting.get(name);
    if (waiting !== undefined) return waiting.slice();
    const { layout, block } = this.requireSlot(name);
    const plain = new NativeMemory(sizeOf(shape) * 4);
    this.#convert(layout, block, this.#oneDnn.abi.plainLayout(atLeastOneAxis(shape)), fixedBlock(plain));
    return plain.float32(0, sizeOf(shape));
  }

  async write(name: string, values: Float32Array): Promise<void> {
    const { shape } = this.#require(name);
    if (values.length !== sizeOf(shape)) {
      throw new EngineError(`${name}: ${values.length} values for a tensor of [${shape}]`);
    }
    if (this.#waiting.has(name)) this.#waiting.set(name, values.slice());
    else this.#writeSlot(name, values);
    this.changes++;
  }

  #writeSlot(name: string, values: Float32Array): void {
    const { shape } = this.#require(name);
    const { layout, block } = this.requireSlot(name);
    const plain = new NativeMemory(values.byteLength);
    plain.float32(0, values.length).set(values);
    this.#convert(this.#oneDnn.abi.plainLayout(atLeastOneAxis(shape)), fixedBlock(plain), layout, block);
  }

  #require(name: string): ResidentTensor {
    const tensor = this.tensors.find((candidate) => candidate.name === name);
    if (tensor === undefined) throw new EngineError(`the store has no tensor ${name}`);
    return tensor;
  }
}

/** oneDNN has no tensors without axes. */
export function atLeastOneAxis(shape: readonly number[]): readonly number[] {
  return shape.length === 0 ? [1] : shape;
}
