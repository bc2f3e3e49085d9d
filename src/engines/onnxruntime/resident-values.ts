// The memory of a store: tensors of one kind lie in one array, one behind the other, so that an update can take many at once.
import type { ResidentKind } from '../../graph/op-attrs.ts';
import { sizeOf } from '../../graph/shape.ts';
import type { Place } from '../adjacent-places.ts';
import type { ResidentTensor } from '../engine.ts';

/** In elements: each tensor begins at a cache line, and the gap before the next holds zeros. */
const alignment = 16;

interface Slot {
  readonly place: Place<Float32Array>;
  /** The tensor's elements, without the gap behind them. */
  readonly values: Float32Array;
}

export class ResidentValues {
  readonly #slots = new Map<string, Slot>();

  constructor(tensors: readonly ResidentTensor[]) {
    const kinds = new Map<ResidentKind, ResidentTensor[]>();
    for (const tensor of tensors) kinds.set(tensor.kind, [...(kinds.get(tensor.kind) ?? []), tensor]);
    for (const alike of kinds.values()) this.#layOut(alike);
  }

  /** Where a tensor lies, in elements. */
  placeOf(name: string): Place<Float32Array> {
    return this.#slot(name).place;
  }

  /** The tensor's values themselves, not a copy. */
  of(name: string): Float32Array {
    return this.#slot(name).values;
  }

  #slot(name: string): Slot {
    const slot = this.#slots.get(name);
    if (slot === undefined) throw new Error(`unreachable: ${name} is asked for, but was not created`);
    return slot;
  }

  #layOut(tensors: readonly ResidentTensor[]): void {
    const lengths = tensors.map(({ shape }) => Math.ceil(sizeOf(shape) / alignment) * alignment);
    const memory = new Float32Array(lengths.reduce((sum, length) => sum + length, 0));
    let offset = 0;
    tensors.forEach(({ name, shape }, index) => {
      const place = { memory, offset, length: lengths[index] };
      this.#slots.set(name, { place, values: valuesAt({ ...place, length: sizeOf(shape) }) });
      offset += place.length;
    });
  }
}

/** The values at a place, not a copy. */
export function valuesAt({ memory, offset, length }: Place<Float32Array>): Float32Array {
  return memory.subarray(offset, offset + length);
}
