// A page whose worker trains, and what it says.
import type { CDPSession, Page } from 'playwright-core';
import { afterAll, expect } from 'vitest';
import { openWatched, type WatchedPage } from '../../studio/support/watched-page.ts';
import { readPictures } from '../../support/parity-fixtures.ts';
import { patience } from '../../support/patience.ts';
import { bundle, type ServedPage, servePage } from './serve-page.ts';
import type { OpenRequest, TrainingReply, TrainingRequest } from './training-messages.ts';

/** What the page's script leaves to be read. */
interface TrainingScope {
  worker: { postMessage(request: TrainingRequest): void; terminate(): void };
  replies: TrainingReply[];
  startWorker(): void;
}

const script = `
  globalThis.startWorker = () => {
    globalThis.replies = [];
    globalThis.worker = new Worker('/worker.js', { type: 'module' });
    worker.onmessage = ({ data }) => replies.push(data);
    worker.onerror = ({ message }) => replies.push({ kind: 'failed', name: 'Error', message });
  };
  startWorker();`;

const served = new Map<string, Promise<ServedPage>>();
afterAll(async () => {
  for (const page of served.values()) await (await page).close();
});

export class TrainingPage {
  readonly page: Page;
  readonly #watched: WatchedPage;

  private constructor(watched: WatchedPage) {
    this.page = watched.page;
    this.#watched = watched;
  }

  static async open(
    engine: OpenRequest['engine'],
    { isIsolated = false, allow = [] as readonly RegExp[] } = {},
  ): Promise<TrainingPage> {
    const key = `${engine} ${isIsolated}`;
    const serving = served.get(key) ?? serve(engine, isIsolated);
    served.set(key, serving);
    return new TrainingPage(await openWatched((await serving).url, { allow }));
  }

  async send(request: TrainingRequest): Promise<void> {
    await this.page.evaluate((sent) => (globalThis as unknown as TrainingScope).worker.postMessage(sent), request);
  }

  async replies(): Promise<readonly TrainingReply[]> {
    return this.page.evaluate(() => (globalThis as unknown as TrainingScope).replies);
  }

  /** All replies up to the first of the kind that comes beyond `after`. @throws where the worker fails first */
  async until(kind: TrainingReply['kind'], { after = 0 } = {}): Promise<readonly TrainingReply[]> {
    await this.page.waitForFunction(
      ([wanted, begin]) =>
        (globalThis as unknown as TrainingScope).replies
          .slice(begin as number)
          .some((reply) => reply.kind === wanted || reply.kind === 'failed'),
      [kind, after] as const,
      { timeout: patience.test, polling: 50 },
    );
    const replies = await this.replies();
    const failure = replies.slice(after).find((reply) => reply.kind === 'failed');
    if (failure !== undefined && kind !== 'failed') throw new Error(`the worker failed: ${JSON.stringify(failure)}`);
    return replies;
  }

  /** Opens an engine and trains. @returns the loss of each step */
  async train(request: Omit<OpenRequest, 'kind'>, epochs = 1): Promise<readonly number[]> {
    await this.send({ kind: 'open', ...request });
    await this.until('opened');
    await this.send({ kind: 'train', epochs });
    return lossesOf(await this.until('trained'));
  }

  async terminate(): Promise<void> {
    await this.page.evaluate(() => (globalThis as unknown as TrainingScope).worker.terminate());
  }

  async restart(): Promise<void> {
    await this.page.evaluate(() => (globalThis as unknown as TrainingScope).startWorker());
  }

  async tools(): Promise<CDPSession> {
    return this.page.context().newCDPSession(this.page);
  }

  async close(): Promise<void> {
    await this.#watched.close();
    expect(this.#watched.faults).toEqual([]);
  }
}

export function lossesOf(replies: readonly TrainingReply[]): readonly number[] {
  return replies.flatMap((reply) => (reply.kind === 'step' ? [reply.loss] : []));
}

async function serve(engine: OpenRequest['engine'], isIsolated: boolean): Promise<ServedPage> {
  const { images, labels } = await readPictures();
  const isForGpu = engine === 'webgpu';
  const worker = await bundle(new URL('training-worker.ts', import.meta.url), {
    alias: isForGpu ? { 'onnxruntime-web/wasm': 'onnxruntime-web/webgpu' } : {},
    define: { runtimeFiles: JSON.stringify(`ort-wasm-simd-threaded${isForGpu ? '.asyncify' : ''}`) },
  });
  const page = `<!doctype html><html lang="en"><title>training</title><link rel="icon" href="data:,"><script>${script}</script>`;
  const files = { '/': page, '/worker.js': worker, '/images': images, '/labels': Uint8Array.from(labels) };
  return servePage({ files, isIsolated });
}
