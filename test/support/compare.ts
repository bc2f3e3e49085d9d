// How results are compared: to the bit, or by the relative L2 distance of whole tensors.
import { expect } from 'vitest';
import type { RunOutputs } from '../../src/engines/engine.ts';

type Numbers = ArrayLike<number>;

/** ‖actual − expected‖ / ‖expected‖; the plain norm where the expected tensor is zero. NaN if any number is. */
export function relativeL2(actual: Numbers, expected: Numbers): number {
  expect(actual.length).toBe(expected.length);
  let difference = 0;
  let norm = 0;
  for (let index = 0; index < expected.length; index++) {
    difference += (actual[index] - expected[index]) ** 2;
    norm += expected[index] ** 2;
  }
  return Math.sqrt(norm === 0 ? difference : difference / norm);
}

/** Tolerance zero; 0 and −0 are the same number. */
export function expectSame(actual: Numbers, expected: Numbers, what: string): void {
  expect(actual.length, what).toBe(expected.length);
  for (let index = 0; index < expected.length; index++) {
    if (actual[index] !== expected[index]) {
      expect.fail(`${what}: element ${index} of ${expected.length} is ${actual[index]}, expected ${expected[index]}`);
    }
  }
}

/** Every output within the tolerance, and the same names. */
export function expectClose(actual: RunOutputs, expected: RunOutputs, tolerance: number, what: string): void {
  expect(Object.keys(actual), what).toEqual(Object.keys(expected));
  for (const [name, values] of Object.entries(expected)) {
    expect(relativeL2(actual[name], values), `${what}: ${name}`).toBeLessThanOrEqual(tolerance);
  }
}

/** Every output to the bit, and the same names. */
export function expectAllSame(actual: RunOutputs, expected: RunOutputs, what: string): void {
  expect(Object.keys(actual), what).toEqual(Object.keys(expected));
  for (const [name, values] of Object.entries(expected)) expectSame(actual[name], values, `${what}: ${name}`);
}
