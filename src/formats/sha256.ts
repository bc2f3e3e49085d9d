// SHA-256 of bytes, at once: browsers have one that answers later, and what hashes here is asked from inside of other work.
// Node's is used where there is Node, since it is many times as fast.
// see: https://nvlpubs.nist.gov/nistpubs/FIPS/NIST.FIPS.180-4.pdf (5.1.1, 6.2.2)
import { nodeModule } from '../errors/node-module.ts';

/** @returns the hash of the parts, one behind the other, in hexadecimal */
export function sha256(...parts: readonly Uint8Array[]): string {
  const hash = nodeModule('node:crypto')?.createHash('sha256');
  if (hash === undefined) return plainSha256(...parts);
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}

const blockSize = 64;
/** The first bits behind the point of the roots of the first primes: square roots to begin with, cube roots for the rounds. */
const primes = firstPrimes(64);
const begin = primes.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));
const constants = Int32Array.from(primes, (prime) => fraction(Math.cbrt(prime)));

/** The same without Node. */
export function plainSha256(...parts: readonly Uint8Array[]): string {
  const state = Int32Array.from(begin);
  const schedule = new Int32Array(64);
  const block = new Uint8Array(blockSize);
  let [filled, length] = [0, 0];
  for (const part of parts) {
    for (let at = 0; at < part.length; ) {
      const count = Math.min(blockSize - filled, part.length - at);
      block.set(part.subarray(at, at + count), filled);
      [filled, at] = [filled + count, at + count];
      if (filled < blockSize) continue;
      compress(state, block, schedule);
      filled = 0;
    }
    length += part.length;
  }
  block.fill(0, filled)[filled] = 0x80;
  if (filled >= blockSize - 8) {
    compress(state, block, schedule);
    block.fill(0);
  }
  new DataView(block.buffer).setBigUint64(blockSize - 8, 8n * BigInt(length));
  compress(state, block, schedule);
  return Array.from(state, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

function compress(state: Int32Array, block: Uint8Array, w: Int32Array): void {
  for (let t = 0, at = 0; t < 16; t++, at += 4) {
    w[t] = (block[at] << 24) | (block[at + 1] << 16) | (block[at + 2] << 8) | block[at + 3];
  }
  for (let t = 16; t < 64; t++) {
    const [x, y] = [w[t - 15], w[t - 2]];
    const small = turned(x, 7) ^ turned(x, 18) ^ (x >>> 3);
    const large = turned(y, 17) ^ turned(y, 19) ^ (y >>> 10);
    w[t] = (w[t - 16] + small + w[t - 7] + large) | 0;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let t = 0; t < 64; t++) {
    const choice = (e & f) ^ (~e & g);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    const first = (h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + choice + constants[t] + w[t]) | 0;
    const second = ((turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + majority) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + second) | 0;
  }
  for (const [index, value] of [a, b, c, d, e, f, g, h].entries()) state[index] += value;
}

function turned(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}

function fraction(root: number): number {
  return ((root % 1) * 2 ** 32) | 0;
}

function firstPrimes(count: number): readonly number[] {
  const found: number[] = [];
  for (let candidate = 2; found.length < count; candidate++) {
    if (found.every((prime) => candidate % prime !== 0)) found.push(candidate);
  }
  return found;
}
