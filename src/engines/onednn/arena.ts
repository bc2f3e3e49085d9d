// The memory that all programs of an engine share, because one runs at a time. It grows to the largest.
import { NativeMemory } from './library/native.ts';

export class Arena {
  #memory = new NativeMemory(0);

  /** Content is lost when it grows. */
  require(bytes: number): NativeMemory {
    if (this.#memory.bytes < bytes) this.#memory = new NativeMemory(bytes);
    return this.#memory;
  }
}
