// The studio's server over real HTTP for tests: on a made-up page, made-up test images and a folder with two runs.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { openStudio, type Studio, type StudioOptions } from '../../src/studio/open-studio.ts';
import { temporaryRuns, writeRun } from './run-files.ts';

export const script = 'console.log(1)\n';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

export interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  /** Default: the studio that is open for all tests of the file. */
  readonly to?: Studio;
}

export const loadTestImages = async () => ({
  name: 'made-up/test',
  images: Uint8Array.from({ length: 3 * 4 }, (_, pixel) => pixel),
  labels: Uint8Array.of(7, 8, 9),
  count: 3,
  rows: 2,
  columns: 2,
  classNames: [...'abcdefghij'],
  sha256: '',
});

/** A studio for all tests of a file, which is closed behind them; none of them may make it fail or print anything. */
export function servedStudio() {
  const page = writePage();
  const directory = temporaryRuns();
  const { path: run } = writeRun(directory, 'a');
  writeRun(directory, '名 1');
  const errors: unknown[] = [];
  /** Packages may print by themselves. */
  const printed = vi.spyOn(console, 'error');
  let studio: Studio;
  const open = (options: Partial<StudioOptions> = {}) =>
    openStudio({ directory, pageDirectory: page, loadTestImages, onError: (error) => errors.push(error), ...options });

  /** Sends the path as it stands: `fetch` would take `..` away before. */
  function ask(path: string, { method = 'GET', headers = {}, body, to = studio }: Sent = {}): Promise<Answer> {
    return new Promise((done, fail) => {
      const asked = request({ host: '127.0.0.1', port: to.port, path, method, headers }, (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part) => parts.push(part)).once('error', fail);
        answer.once('end', () => {
          done({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(parts) });
        });
      });
      asked.once('error', fail).end(body);
    });
  }

  async function json(path: string, sent?: Sent) {
    const { status, body } = await ask(path, sent);
    return { status, value: JSON.parse(body.toString()) };
  }

  beforeAll(async () => {
    studio = await open();
  });
  afterAll(() => studio.close());

  return {
    directory,
    /** The folder of run `a`. */
    run,
    open,
    ask,
    json,
    opened: () => studio,
    /** As a page of this studio sends it. */
    ownOrigin: () => ({ origin: studio.url.slice(0, -1), host: new URL(studio.url).host }),
    /** To be called last. */
    itHasFailedNowhere: () =>
      it('has failed nowhere in all of this, and printed nothing', () => {
        expect(errors).toEqual([]);
        expect(printed.mock.calls).toEqual([]);
      }),
  };
}

function writePage(): string {
  const page = mkdtempSync(join(tmpdir(), 'googlenet-page-'));
  mkdirSync(join(page, 'assets'));
  writeFileSync(join(page, 'index.html'), '<!doctype html><title>page</title>');
  writeFileSync(join(page, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  writeFileSync(join(page, 'assets', 'index-abc.js'), script);
  writeFileSync(join(page, 'assets', 'worker.wasm'), '');
  return page;
}
