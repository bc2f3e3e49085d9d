// Checkpoints that the browser keeps: a training goes on in another worker, and a full storage takes nothing from it.
import { describe, expect, it } from 'vitest';
import { decodeCheckpoint } from '../../src/training/checkpoint.ts';
import { whyNoBrowser } from '../studio/support/browser.ts';
import { withReason } from '../support/unless.ts';
import { lossesOf, TrainingPage } from './support/training-page.ts';

const missing = whyNoBrowser();
const tiny = { kind: 'open', engine: 'wasm', network: 'tiny', keptAs: 'tiny.safetensors' } as const;

describe.skipIf(missing !== undefined)(withReason('a checkpoint in the browser', missing), () => {
  it('is what a training goes on from, to the bit, where its worker was terminated', async () => {
    const page = await TrainingPage.open('wasm');
    const whole = await page.train({ engine: 'wasm', network: 'tiny' }, 3);
    expect(whole).toHaveLength(30);
    await page.terminate();
    await page.restart();
    await page.train({ ...tiny, everySteps: 4 }, 1);
    await page.send({ kind: 'train', epochs: 1 });
    await page.until('step', { after: (await page.replies()).length });
    await page.terminate();
    await page.restart();
    await page.send({ ...tiny, everySteps: 4 });
    const [opened] = await page.until('opened');
    const step = opened.kind === 'opened' ? opened.step : Number.NaN;
    expect(step).toBeGreaterThanOrEqual(10);
    await page.send({ kind: 'train', epochs: 1 });
    const losses = lossesOf(await page.until('trained'));
    expect(losses).toEqual(whole.slice(step, step + losses.length));
    await page.close();
  });

  it('stays as it was while the storage is full, says so, and is written again when there is room', async () => {
    const page = await TrainingPage.open('wasm');
    const tools = await page.tools();
    const origin = new URL(page.page.url()).origin;
    await page.train(tiny, 1);
    const before = await keptBytes(page);
    expect(decodeCheckpoint(before, 'kept').state.position).toEqual({ epoch: 2, step: 0 });

    await tools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
    const after = (await page.replies()).length;
    await page.send({ kind: 'train', epochs: 1 });
    const replies = await page.until('trained', { after });
    expect(replies.slice(after).filter(({ kind }) => kind === 'warned')).toEqual([
      {
        kind: 'warned',
        text: "tiny.safetensors could not be written, the browser's storage is full; the next save tries again",
      },
    ]);
    expect(await keptBytes(page)).toEqual(before);

    await tools.send('Storage.overrideQuotaForOrigin', { origin });
    const again = (await page.replies()).length;
    await page.send({ kind: 'train', epochs: 1 });
    await page.until('trained', { after: again });
    expect(decodeCheckpoint(await keptBytes(page), 'kept').state.position).toEqual({ epoch: 4, step: 0 });
    await page.close();
  });
});

async function keptBytes({ page }: TrainingPage): Promise<Uint8Array> {
  const bytes = await page.evaluate(async () => {
    const { storage } = navigator as unknown as {
      storage: { getDirectory(): Promise<{ getFileHandle(name: string): Promise<{ getFile(): Promise<Blob> }> }> };
    };
    const file = await (await (await storage.getDirectory()).getFileHandle('tiny.safetensors')).getFile();
    return Array.from(new Uint8Array(await file.arrayBuffer()));
  });
  return Uint8Array.from(bytes);
}
