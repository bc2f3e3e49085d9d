// Threefry-2x32 with 20 rounds: a block cipher used as a random function, key and counter in, 64 random bits out.
// No state is kept, so any number of any sequence can be computed alone and nothing needs saving.
// see: Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011 (also the generator of JAX)

const rotations = [13, 15, 26, 6, 17, 29, 16, 24] as const;
const skeinParity = 0x1bd11bda;

export interface Uint32Pair {
  readonly high: number;
  readonly low: number;
}

/** 64 pseudo-random bits for (key, counter), each half an unsigned 32-bit integer. */
export function threefry2x32(key: Uint32Pair, counter: Uint32Pair): Uint32Pair {
  const schedule = [key.high, key.low, skeinParity ^ key.high ^ key.low];
  let x = (counter.high + schedule[0]) | 0;
  let y = (counter.low + schedule[1]) | 0;
  for (let round = 0; round < 20; round++) {
    const rotation = rotations[round % 8];
    x = (x + y) | 0;
    y = ((y << rotation) | (y >>> (32 - rotation))) ^ x;
    if (round % 4 === 3) {
      const injection = (round + 1) / 4;
      x = (x + schedule[injection % 3]) | 0;
      y = (y + schedule[(injection + 1) % 3] + injection) | 0;
    }
  }
  return { high: x >>> 0, low: y >>> 0 };
}
