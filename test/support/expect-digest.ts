// Compares a tensor with what was recorded of another one: sum, norm and samples.
import { expect } from 'vitest';
import { type Digest, sampleIndices } from './parity-fixtures.ts';

/** @param tolerance relative to the norm */
export function expectDigest(actual: Float32Array, expected: Digest, tolerance: number, what: string): void {
  const samples = sampleIndices(actual.length, expected.samples.length).map((index) => actual[index]);
  const expectedNorm = expected.norm * Math.sqrt(samples.length / actual.length);
  const distance = Math.hypot(...samples.map((value, index) => value - expected.samples[index]));
  expect(distance, `${what}: samples`).toBeLessThan(tolerance * expectedNorm);
  const sumOfSquares = actual.reduce((sum, value) => sum + value * value, 0);
  expect(Math.abs(Math.sqrt(sumOfSquares) / expected.norm - 1), `${what}: norm`).toBeLessThan(tolerance);
  const sum = actual.reduce((total, value) => total + value, 0);
  expect(Math.abs(sum - expected.sum), `${what}: sum`).toBeLessThan(
    tolerance * expected.norm * Math.sqrt(actual.length),
  );
}
