import { expect, it } from 'vitest';
import { slowsTraining } from './examine.ts';

it.each([
  [0.04, 2, false],
  [0.9, 16, false],
  [0, 1, false],
  [1, 2, true],
  [9.5, 8, true],
  [0.6, 1, true],
])('a load of %d on %d cores slows a training: %s', (load, cores, expected) => {
  expect(slowsTraining(load, cores)).toBe(expected);
});
