import { expect, it } from 'vitest';
import { median } from './bench.ts';
import { BenchStep } from './bench-step.ts';

it.each(['train', 'infer'] as const)('a step to %s takes time', async (mode) => {
  await using step = await BenchStep.open({ mode, engine: 'reference', batchSize: 1, threads: 1, imageSize: 4 });
  expect(step.engineName).toBe('reference');
  expect(await step.time()).toBeGreaterThan(0);
});

it.each([
  [[3], 3],
  [[9, 1, 5], 5],
  [[4, 1, 9, 2], 3],
])('the median of %o is %d', (values, expected) => expect(median(values)).toBe(expected));
