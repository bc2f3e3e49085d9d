import { expect, it } from 'vitest';
import { describeLoad } from './doctor.ts';

it.each([
  [0.04, 2],
  [0.9, 16],
  [0, 1],
])('a load of %d on %d cores is nothing to tell of', (load, cores) => {
  expect(describeLoad(load, cores)).toMatch(/in the last minute$/);
});

it.each([
  [1, 2],
  [9.5, 8],
  [0.6, 1],
])('a load of %d on %d cores slows a training, and the doctor says so', (load, cores) => {
  expect(describeLoad(load, cores)).toMatch(
    /: other processes are at work, and beside them training takes twice as long/,
  );
});
