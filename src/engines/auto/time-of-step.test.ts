import { expect, it } from 'vitest';
import { openEngine } from '../open-engine.ts';
import { timeOfStep } from './time-of-step.ts';

it('computes whole training steps, and frees what it made', async () => {
  const engine = await openEngine('onnxruntime');
  // Five hundred million multiply-adds an image and direction would take no processor less than this.
  expect(await timeOfStep(engine)).toBeGreaterThan(1);
  expect(engine.choices.size).toBe(0);
  await engine.close();
});
