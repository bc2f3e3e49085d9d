// The library in a browser: a worker trains as Node does, whatever the tab and its storage are like.
import { beforeAll, describe, expect, it } from 'vitest';
import { openEngine } from '../../src/engines/open-engine.ts';
import { whyNoBrowser } from '../studio/support/browser.ts';
import { readPictures } from '../support/parity-fixtures.ts';
import { withReason } from '../support/unless.ts';
import { smallTrainer } from './support/small-training.ts';
import { lossesOf, TrainingPage } from './support/training-page.ts';

const missing = whyNoBrowser();
/** Losses of LeNet's first ten steps, of the engine onnxruntime in Node. */
let expected: readonly number[] = [];

beforeAll(async () => {
  if (missing !== undefined) return;
  const { images, labels } = await readPictures();
  await using engine = await openEngine('onnxruntime', { threads: 1 });
  await using trainer = smallTrainer(engine, { network: 'lenet', images, labels: Uint8Array.from(labels) });
  const losses: number[] = [];
  trainer.observe((event) => event.kind === 'step' && losses.push(event.loss));
  await trainer.train(1);
  expected = losses;
});

function expectSame(losses: readonly number[], wanted = expected): void {
  expect(losses).toHaveLength(wanted.length);
  for (const [step, loss] of losses.entries()) {
    expect(Math.abs(loss - wanted[step]), `step ${step + 1}`).toBeLessThan(1e-5);
  }
}

/** A page of its own for each test, closed and looked at when the test is done. */
async function onPage(
  options: { readonly isIsolated?: boolean; readonly allow?: readonly RegExp[] },
  test: (page: TrainingPage) => Promise<void>,
): Promise<void> {
  const opened = await TrainingPage.open('wasm', options);
  await test(opened);
  await opened.close();
}

describe.skipIf(missing !== undefined)(withReason('in a browser', missing), () => {
  it('a worker trains LeNet as Node does, with one thread', () =>
    onPage({}, async (page) => {
      expectSame(await page.train({ engine: 'wasm', network: 'lenet', threads: 1 }));
      const [, second] = expected;
      expect(Math.abs(second - expected[0])).toBeGreaterThan(1e-3);
      await page.send({ kind: 'close' });
      await page.until('closed');
    }));

  it('and with two, where the page is isolated', () =>
    onPage({ isIsolated: true }, async (page) => {
      expectSame(await page.train({ engine: 'wasm', network: 'lenet', threads: 2 }));
      expect((await page.replies())[0]).toMatchObject({ kind: 'opened', engine: 'wasm', threads: 2 });
    }));

  it('two threads are refused where it is not', () =>
    onPage({}, async (page) => {
      await page.send({ kind: 'open', engine: 'wasm', network: 'lenet', threads: 2 });
      const [refused] = await page.until('failed');
      expect(refused).toMatchObject({ name: 'EngineError', message: expect.stringContaining('is not isolated') });
    }));

  it('goes on while timers stand still, as those of a hidden tab may', () =>
    onPage({}, async (page) => {
      expectSame(await page.train({ engine: 'wasm', network: 'lenet', hasNoTimers: true }));
    }));

  it('stops at the step that a message asks for it, and leaves the page alone meanwhile', () =>
    onPage({}, async (page) => {
      await page.send({ kind: 'open', engine: 'wasm', network: 'tiny' });
      await page.until('opened');
      await page.page.evaluate(() => {
        const scope = globalThis as unknown as { beats: number };
        scope.beats = 0;
        setInterval(() => scope.beats++, 1);
      });
      await page.send({ kind: 'train', epochs: 1000 });
      await page.until('step');
      await page.send({ kind: 'stop' });
      const steps = lossesOf(await page.until('trained')).length;
      expect(steps).toBeLessThan(9000);
      expect(await page.page.evaluate(() => (globalThis as unknown as { beats: number }).beats)).toBeGreaterThan(0);
    }));

  it('begins anew where the worker was terminated in the middle', () =>
    onPage({}, async (page) => {
      await page.send({ kind: 'open', engine: 'wasm', network: 'lenet' });
      await page.until('opened');
      await page.send({ kind: 'train', epochs: 100 });
      await page.until('step');
      await page.terminate();
      await page.restart();
      expectSame(await page.train({ engine: 'wasm', network: 'lenet' }));
    }));

  it('takes no more memory after 200 steps than after 100', () =>
    onPage({ isIsolated: true }, async (page) => {
      await page.train({ engine: 'wasm', network: 'tiny', threads: 1 }, 10);
      const before = await memoryOf(page);
      const after = (await page.replies()).length;
      await page.send({ kind: 'train', epochs: 10 });
      await page.until('trained', { after });
      const taken = (await memoryOf(page)) - before;
      // A step has 60 kB of values: those of a hundred would be six megabytes.
      expect(taken).toBeLessThan(1_000_000);
    }));
});

/** Bytes of page and workers, WebAssembly's memory included, once the browser has collected what nobody needs. */
async function memoryOf({ page }: TrainingPage): Promise<number> {
  return page.evaluate(async () => {
    const { measureUserAgentSpecificMemory } = performance as unknown as {
      measureUserAgentSpecificMemory(): Promise<{ readonly bytes: number }>;
    };
    return (await measureUserAgentSpecificMemory.call(performance)).bytes;
  });
}
