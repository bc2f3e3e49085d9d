import { expect, it } from 'vitest';
import { tutorialTask } from '../../tasks/task.ts';
import { BenchStep } from './bench-step.ts';

it.each(['train', 'infer'] as const)('a step to %s takes time', async (mode) => {
  await using step = await BenchStep.open({
    mode,
    engine: 'reference',
    batchSize: 1,
    engineOptions: { threads: 1 },
    model: tutorialTask().model,
    imageShape: [1, 4, 4],
  });
  expect(step.engine.name).toBe('reference');
  expect(await step.time()).toBeGreaterThan(0);
});
