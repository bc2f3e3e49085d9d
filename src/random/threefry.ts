// Threefry-2x32 with 20 rounds: a block cipher used as a random function, key and counter in, 64 random bits out.
// No state is kept, so any number of any sequence can be computed alone and nothing needs saving.
// see: Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011 (also the generator of JAX)

const rotations = [13, 15, 26, 6, 17, 29, 16, 24] as const;
const skeinParity = 0x1bd11bda;

export interface Uint32Pair {
  readonly high: number;
  readonly low: number;
}

/** The key as the rounds use it: its halves and their parity word. */
export type KeySchedule = readonly [number, number, number];

export function scheduleKey({ high, low }: Uint32Pair): KeySchedule {
  return [high | 0, low | 0, skeinParity ^ high ^ low];
}

/** 64 pseudo-random bits for (key, counter), each half an unsigned 32-bit integer. */
export function threefry2x32(key: KeySchedule, counterHigh: number, counterLow: number): Uint32Pair {
  let x = (counterHigh + key[0]) | 0;
  let y = (counterLow + key[1]) | 0;
  // Five groups of four rounds; each group uses one half of the rotations and ends by mixing the key in.
  for (let group = 1; group <= 5; group++) {
    const half = group & 1 ? 0 : 4;
    for (let round = half; round < half + 4; round++) {
      x = (x + y) | 0;
      y = ((y << rotations[round]) | (y >>> (32 - rotations[round]))) ^ x;
    }
    x = (x + key[group % 3]) | 0;
    y = (y + key[(group + 1) % 3] + group) | 0;
  }
  return { high: x >>> 0, low: y >>> 0 };
}
