// What one part of the work made in the library (a program, a store, a single conversion), to be destroyed together.
import type { Address, NativeFunction, NativeMemory } from './native.ts';

export class Belongings {
  readonly #made: { readonly destroy: NativeFunction; readonly handle: Address }[] = [];
  /** Our own memory that the library reads. */
  readonly #kept = new Set<NativeMemory>();

  add(destroy: NativeFunction, handle: Address): void {
    this.#made.push({ destroy, handle });
  }

  keep(memory: NativeMemory): void {
    this.#kept.add(memory);
  }

  /** Destroys everything, the last made first. */
  destroy(): void {
    for (const { destroy, handle } of this.#made.splice(0).reverse()) destroy(handle);
    this.#kept.clear();
  }
}
