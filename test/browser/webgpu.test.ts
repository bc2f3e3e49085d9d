// The library in a browser, on a GPU: one in software, so that few steps of small networks are all that is tried.
import { describe, expect, it } from 'vitest';
import { openEngine } from '../../src/engines/open-engine.ts';
import { useGpu, whyNoBrowser } from '../studio/support/browser.ts';
import { readPictures } from '../support/parity-fixtures.ts';
import { withReason } from '../support/unless.ts';
import { smallTrainer } from './support/small-training.ts';
import { lossesOf, TrainingPage } from './support/training-page.ts';

useGpu();
const missing = whyNoBrowser();

/** @returns why the browser of this machine has none */
async function whyNoGpu({ page }: TrainingPage): Promise<string | undefined> {
  const hasAdapter = await page.evaluate(async () => {
    const { gpu } = navigator as unknown as { gpu?: { requestAdapter(): Promise<object | null> } };
    return gpu !== undefined && (await gpu.requestAdapter()) !== null;
  });
  return hasAdapter ? undefined : 'the browser of this machine has no WebGPU, not even in software';
}

/** Losses of the engine onnxruntime in Node, until the signal ends it. */
async function lossesInNode(network: 'lenet' | 'tiny', steps: number, batchSize = 16): Promise<readonly number[]> {
  const { images, labels } = await readPictures();
  await using engine = await openEngine('onnxruntime', { threads: 1 });
  await using trainer = smallTrainer(engine, { network, batchSize, images, labels: Uint8Array.from(labels) });
  const losses: number[] = [];
  const stop = new AbortController();
  trainer.observe((event) => {
    if (event.kind === 'step' && losses.push(event.loss) === steps) stop.abort();
  });
  await trainer.train(2, { signal: stop.signal });
  return losses;
}

function expectSame(losses: readonly number[], expected: readonly number[]): void {
  expect(losses.length).toBe(expected.length);
  for (const [step, loss] of losses.entries()) {
    expect(Math.abs(loss - expected[step]), `step ${step + 1}`).toBeLessThan(1e-5);
  }
}

describe.skipIf(missing !== undefined)(withReason('WebGPU in a browser', missing), () => {
  it('has the losses of Node for the first steps of LeNet', async ({ skip }) => {
    const page = await TrainingPage.open('webgpu');
    const reason = await whyNoGpu(page);
    if (reason !== undefined) skip(reason);
    await page.send({ kind: 'open', engine: 'webgpu', network: 'lenet', batchSize: 4 });
    expect(await page.until('opened')).toMatchObject([{ engine: 'webgpu', threads: 1 }]);
    await page.send({ kind: 'train', epochs: 1 });
    const { length } = await page.until('step');
    await page.until('step', { after: length });
    await page.send({ kind: 'stop' });
    const losses = lossesOf(await page.until('trained'));
    expect(losses.length).toBeGreaterThanOrEqual(2);
    expectSame(losses, await lossesInNode('lenet', losses.length, 4));
    await page.send({ kind: 'close' });
    await page.until('closed');
    await page.close();
  });

  it('lost in the middle ends the training with an error, and it goes on elsewhere from its last checkpoint', async ({
    skip,
  }) => {
    const page = await TrainingPage.open('webgpu', { allow: [/GPU|[Dd]evice/] });
    const reason = await whyNoGpu(page);
    if (reason !== undefined) skip(reason);
    const kept = { kind: 'open', network: 'tiny', keptAs: 'lost.safetensors', everySteps: 1 } as const;
    await page.send({ ...kept, engine: 'webgpu' });
    await page.until('opened');
    await page.send({ kind: 'train', epochs: 100 });
    await page.until('step');
    await page.send({ kind: 'loseGpu' });
    const failure = (await page.until('failed')).at(-1);
    expect(failure).toMatchObject({ name: 'EngineError', message: expect.stringContaining('the GPU was lost') });
    const done = lossesOf(await page.replies());

    await page.terminate();
    await page.restart();
    await page.send({ ...kept, engine: 'wasm' });
    const [opened] = await page.until('opened');
    const step = opened.kind === 'opened' ? opened.step : Number.NaN;
    // The step that was told of last may not have been kept any more.
    expect(step).toBeGreaterThanOrEqual(done.length - 1);
    await page.send({ kind: 'train', epochs: 1 });
    const losses = lossesOf(await page.until('trained'));
    expectSame([...done.slice(0, step), ...losses], await lossesInNode('tiny', step + losses.length));
    await page.close();
  });
});
