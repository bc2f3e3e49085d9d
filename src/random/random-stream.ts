// A named, endless, random-access sequence of numbers: `new RandomStream(seed, 'shuffle', epoch)`.
// Every draw is a pure function of (seed, path, index), so runs resume and repeat without any generator state.
import { type KeySchedule, scheduleKey, threefry2x32, type Uint32Pair } from './threefry.ts';

/** An endless sequence of random numbers with random access: a function of its seed and path. */
export class RandomStream {
  readonly #key: KeySchedule;

  /**
   * @param seed any safe integer
   * @param path what the numbers are for, e.g. `'shuffle', epoch`: different paths give independent sequences
   */
  constructor(seed: number, ...path: readonly (string | number)[]) {
    let key: Uint32Pair = { high: Math.floor(seed / 2 ** 32) >>> 0, low: seed >>> 0 };
    for (const part of path) {
      // The counter's upper half keeps numbers and words apart.
      const [kind, value] = typeof part === 'number' ? [1, part >>> 0] : [2, fowlerNollVoHash(part)];
      key = threefry2x32(scheduleKey(key), kind, value);
    }
    this.#key = scheduleKey(key);
  }

  /** Unsigned 32-bit integer number `index` of the sequence. */
  uint32(index: number): number {
    return this.#block(index).low;
  }

  /** Uniform in [0, 1), a multiple of 2⁻²⁴, so that it is exact in float32. */
  uniform(index: number): number {
    return (this.#block(index).low >>> 8) * 2 ** -24;
  }

  /** Standard normal, by Box and Muller. */
  normal(index: number): number {
    const { high, low } = this.#block(index);
    const radius = Math.sqrt(-2 * Math.log((high + 1) * 2 ** -32));
    return radius * Math.cos(2 * Math.PI * low * 2 ** -32);
  }

  /** A permutation of 0 … length−1, by Fisher and Yates. */
  permutation(length: number): Uint32Array {
    const order = Uint32Array.from({ length }, (_, index) => index);
    for (let last = length - 1; last > 0; last--) {
      // The bias of multiply-and-shift is below length / 2³².
      const chosen = Math.floor((this.uint32(last) / 2 ** 32) * (last + 1));
      [order[last], order[chosen]] = [order[chosen], order[last]];
    }
    return order;
  }

  #block(index: number): Uint32Pair {
    return threefry2x32(this.#key, Math.floor(index / 2 ** 32), index >>> 0);
  }
}

/** 32-bit FNV-1a of the UTF-16 code units. */
function fowlerNollVoHash(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}
