import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { stepLine, temporaryRuns, writeJson, writeRun } from '../../test/support/run-files.ts';
import { openStudio, type Studio, type StudioOptions } from './open-studio.ts';

const script = 'console.log(1)\n';
const page = mkdtempSync(join(tmpdir(), 'googlenet-page-'));
mkdirSync(join(page, 'assets'));
writeFileSync(join(page, 'index.html'), '<!doctype html><title>page</title>');
writeFileSync(join(page, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
writeFileSync(join(page, 'assets', 'index-abc.js'), script);
writeFileSync(join(page, 'assets', 'worker.wasm'), '');

const directory = temporaryRuns();
const { path: run } = writeRun(directory, 'a');
writeRun(directory, '名 1');
const errors: unknown[] = [];
/** Packages may print by themselves. */
const printed = vi.spyOn(console, 'error');
let studio: Studio;

const loadTestImages = async () => ({
  name: 'made-up/test',
  images: Uint8Array.from({ length: 3 * 4 }, (_, pixel) => pixel),
  labels: Uint8Array.of(7, 8, 9),
  count: 3,
  rows: 2,
  columns: 2,
  classNames: ['x'],
  sha256: '',
});

function open(options: Partial<StudioOptions> = {}): Promise<Studio> {
  return openStudio({
    directory,
    pageDirectory: page,
    loadTestImages,
    onError: (error) => errors.push(error),
    ...options,
  });
}

beforeAll(async () => {
  studio = await open();
});
afterAll(() => studio.close());

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  readonly to?: Studio;
}

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

const ownOrigin = () => ({ origin: studio.url.slice(0, -1), host: new URL(studio.url).host });

describe('the page', () => {
  it.each([
    '/',
    '/index.html',
    '/runs/a',
    '/compare?run=a',
    '/playground',
    '/runs/a/../../x',
    '/%2e%2e/secret',
    '/.git',
  ])('is what %s answers', async (path) => {
    const { status, headers, body } = await ask(path);
    expect(status).toBe(200);
    expect(body.toString()).toContain('<title>page</title>');
    expect(headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' });
  });

  it('has files by the hash in their names, which are kept for ever, and others, which are not', async () => {
    const { headers, body } = await ask('/assets/index-abc.js');
    expect(body.toString()).toBe(script);
    expect(headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'content-length': String(script.length),
      'cache-control': 'public, max-age=31536000, immutable',
    });
    expect((await ask('/icon.svg')).headers).toMatchObject({
      'content-type': 'image/svg+xml',
      'cache-control': 'no-cache',
    });
    expect(await ask('/assets/worker.wasm')).toMatchObject({
      status: 200,
      headers: { 'content-type': 'application/wasm' },
    });
    expect((await ask('/assets/gone.js')).status).toBe(404);
    expect((await ask('/assets/')).status).toBe(404);
  });

  it('forbids the browser what the page does not need, in every answer', async () => {
    const sent = [
      { path: '/' },
      { path: '/api/none' },
      { path: '/', method: 'PUT' },
      { path: '/api/events', method: 'HEAD' },
    ];
    for (const { path, ...rest } of [...sent, { path: '/', headers: { host: 'evil.example' } }]) {
      const { headers } = await ask(path, rest);
      expect(headers).toMatchObject({
        'content-security-policy': expect.stringMatching(
          /^default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; .*base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
        ),
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      });
      expect(headers).not.toHaveProperty('access-control-allow-origin');
    }
  });

  it('answers HEAD with the same and without a body', async () => {
    const { status, headers, body } = await ask('/assets/index-abc.js', { method: 'HEAD' });
    expect([status, headers['content-length'], body.length]).toEqual([200, String(script.length), 0]);
  });

  it('is for this machine’s own names, and for reading alone', async () => {
    expect(await json('/', { headers: { host: 'evil.example' } })).toMatchObject({
      status: 403,
      value: { code: 'FORBIDDEN' },
    });
    const refused = await ask('/', { method: 'DELETE' });
    expect([refused.status, refused.headers.allow]).toEqual([405, 'GET, HEAD']);
  });
});

describe('/api', () => {
  it('answers a Failure where there is nothing', async () => {
    for (const path of ['/api/', '/api/none', '/api/runs', '/api/runs/a/none', '/api/networks/none']) {
      expect(await json(path)).toMatchObject({ status: 404, value: { code: 'NOT_FOUND' } });
    }
    for (const id of ['none', '..', '%2e%2e', '.hidden', 'a%2f..', 'a%00', '%E0%A4']) {
      const { status, value } = await json(`/api/runs/${id}`);
      expect([status, id.startsWith('.') || id === '%2e%2e' ? 'any' : value.code]).toEqual([
        404,
        id.startsWith('.') || id === '%2e%2e' ? 'any' : 'RUN_NOT_FOUND',
      ]);
    }
  });

  it('gives the details of a run, and null for what is missing or damaged', async () => {
    writeFileSync(join(run, 'summary.txt'), 'the layers\n');
    writeFileSync(join(run, 'evaluation.json'), '{"accuracy":');
    const { value } = await json('/api/runs/a');
    expect(value).toMatchObject({
      id: 'a',
      config: { model: 'GoogLeNet' },
      environment: { engine: 'onednn' },
      evaluation: null,
      summary: 'the layers\n',
      weights: [],
      hasReport: false,
    });
    expect((await json(`/api/runs/${encodeURIComponent('名 1')}`)).value.id).toBe('名 1');
  });

  it('gives the files of a run, and nothing else', async () => {
    writeFileSync(join(run, 'run.lock'), '{}');
    mkdirSync(join(run, 'checkpoints'), { recursive: true });
    writeFileSync(join(run, 'checkpoints', 'x'), '');
    writeFileSync(join(directory, 'secret'), 'secret');
    symlinkSync(join(directory, 'secret'), join(run, 'link'));
    expect((await ask('/api/runs/a/files/config.json')).body).toEqual(readFileSync(join(run, 'config.json')));
    const refused = [
      '',
      '../secret',
      '%2e%2e/secret',
      '..%2fsecret',
      '%252e%252e%252fsecret',
      '..%5csecret',
      '/etc/passwd',
    ];
    for (const path of [...refused, 'link', 'run.lock', 'checkpoints/x', 'none', '%00', '%']) {
      expect([path, (await ask(`/api/runs/a/files/${path}`)).status]).toEqual([path, 404]);
    }
  });

  it('gives a report its own style, and runs nothing in it', async () => {
    writeFileSync(join(run, 'report.html'), '<style>p{}</style><style>b{}</style><p style="color:red">');
    const { headers } = await ask('/api/runs/a/files/report.html');
    const [first, second] = ['p{}', 'b{}'].map((style) => createHash('sha256').update(style).digest('base64'));
    expect(headers['content-security-policy']).toBe(
      `default-src 'none'; style-src 'sha256-${first}' 'sha256-${second}'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox`,
    );
    expect((await ask('/api/runs/a/files/config.json')).headers['content-security-policy']).toContain('sandbox');
  });

  it('gives test images with their labels', async () => {
    expect((await json('/api/dataset')).value).toEqual({
      name: 'made-up/test',
      count: 3,
      rows: 2,
      columns: 2,
      classNames: ['x'],
    });
    expect([...(await ask('/api/images?index=2&index=0')).body]).toEqual([9, 8, 9, 10, 11, 7, 0, 1, 2, 3]);
    for (const query of ['', '?index=3', '?index=-1', '?index=1e9', '?index=x', `?${'index=0&'.repeat(1001)}`]) {
      expect((await json(`/api/images${query}`)).status).toBe(400);
    }
  });

  it('says why there are no test images, and tries again', async () => {
    const { DataError } = await import('../errors/data-error.ts');
    let tries = 0;
    const poor = await open({
      loadTestImages: () => {
        if (++tries === 1) throw new DataError('nowhere', { hint: 'look elsewhere' });
        return loadTestImages();
      },
    });
    expect(await json('/api/dataset', { to: poor })).toEqual({
      status: 503,
      value: { code: 'INVALID_DATA', message: 'nowhere', hint: 'look elsewhere' },
    });
    expect((await json('/api/dataset', { to: poor })).status).toBe(200);
    await Promise.all([1, 2, 3].map(() => json('/api/dataset', { to: poor })));
    expect(tries).toBe(2);
    await poor.close();
  });

  it('makes a picture an image, and says what is wrong with one that is none', async () => {
    const pixels = Buffer.from(Uint8Array.from({ length: 784 }, (_, pixel) => pixel % 256));
    const body = await sharp(pixels, { raw: { width: 28, height: 28, channels: 1 } })
      .png()
      .toBuffer();
    const post = (sent: Sent, path = '/api/picture') => ask(path, { method: 'POST', headers: ownOrigin(), ...sent });
    expect((await post({ body })).body.equals(pixels)).toBe(true);
    expect((await post({ body }, '/api/picture?invert=1')).body.equals(pixels.map((level) => 255 - level))).toBe(true);
    for (const bad of [Buffer.from('no picture'), body.subarray(0, 60), Buffer.alloc(0)]) {
      const { status, body: answer } = await post({ body: bad });
      expect([status, JSON.parse(answer.toString()).code]).toEqual([422, 'INVALID_DATA']);
    }
    expect((await post({ body, headers: {} })).status).toBe(403);
    expect((await post({ body, headers: { ...ownOrigin(), 'sec-fetch-site': 'cross-site' } })).status).toBe(403);
  });

  it('does not take a picture of more than 64 MiB, whether it says its length or not', async () => {
    const headers = ownOrigin();
    const body = Buffer.alloc(64 * 2 ** 20 + 1);
    const told = await ask('/api/picture', {
      method: 'POST',
      headers: { ...headers, 'content-length': String(body.length) },
      body,
    });
    expect(JSON.parse(told.body.toString())).toMatchObject({ code: 'TOO_LARGE' });
    const untold = await ask('/api/picture', {
      method: 'POST',
      headers: { ...headers, 'transfer-encoding': 'chunked' },
      body,
    });
    expect([told.status, untold.status]).toEqual([413, 413]);
  });

  it('lists measured profiles, without what is none', async () => {
    const profile = {
      engine: 'onednn',
      mode: 'train',
      layers: [{ module: 'model.0', kind: 'conv', milliseconds: 3, share: 1 }],
    };
    writeJson(join(directory, 'profile.json'), profile);
    writeJson(join(run, 'profile-infer.json'), { ...profile, mode: 'infer' });
    writeJson(join(run, 'profile-damaged.json'), { ...profile, layers: [{}] });
    writeFileSync(join(run, 'profile-cut.json'), '{"engine"');
    const layers = [{ module: 'model.0', kind: 'conv', milliseconds: 3 }];
    expect((await json('/api/profiles')).value).toEqual([
      { name: 'a/profile-infer.json', engine: 'onednn', mode: 'infer', layers },
      { name: 'profile.json', engine: 'onednn', mode: 'train', layers },
    ]);
  });

  it('answers 500 where it fails itself, tells of it once, and goes on', async () => {
    const told: unknown[] = [];
    const broken = await open({
      loadTestImages: () => Promise.reject(new TypeError('a bug')),
      onError: (error) => told.push(error),
    });
    for (let time = 0; time < 3; time++) {
      const { status, value } = await json('/api/dataset', { to: broken });
      expect([status, value.code, JSON.stringify(value).includes('a bug')]).toEqual([500, 'UNEXPECTED', false]);
    }
    expect(told).toMatchObject([{ message: 'a bug' }]);
    expect((await json('/api/runs/a', { to: broken })).status).toBe(200);
    await broken.close();
  });
});

describe('/api/events', () => {
  it('tells of a run live, of its end, and ends with the server', async () => {
    const live = await open();
    const written = writeRun(directory, 'live', { status: 'running' });
    written.append(stepLine(1, 1));
    const answer = await fetch(`${live.url}api/events?run=live`);
    expect(answer.headers.get('content-type')).toBe('text/event-stream');
    let text = '';
    const reading = (async () => {
      for await (const part of answer.body ?? []) text += Buffer.from(part).toString();
    })();
    await expect.poll(() => text).toMatch(/event: metrics\ndata: \{"run":"live","isWhole":true/);
    written.append(stepLine(1, 2));
    await expect.poll(() => text).toMatch(/"isWhole":false,"steps":\[\{"epoch":1,"step":2,/);
    rmSync(written.path, { recursive: true });
    await expect.poll(() => text, { timeout: 3000 }).toMatch(/event: gone\ndata: \{"run":"live"\}/);
    await live.close();
    // Ended, not broken off.
    await reading;
    await expect(fetch(live.url)).rejects.toThrow();
  });

  it('leaves no watch behind a page that went away, nor behind a HEAD', async () => {
    const closing = new AbortController();
    const answer = await fetch(`${studio.url}api/events`, { signal: closing.signal });
    await answer.body?.getReader().read();
    closing.abort();
    expect((await ask('/api/events', { method: 'HEAD' })).status).toBe(200);
    // Its own closing shows that nothing hangs.
    const other = await open();
    await fetch(`${other.url}api/events`);
    await other.close();
  });
});

describe('openStudio', () => {
  it('refuses what cannot work', async () => {
    await expect(open({ directory: join(directory, 'none') })).rejects.toThrow(/none' is not a folder/);
    await expect(open({ port: 65_536 })).rejects.toThrow(/^port: 65536/);
    await expect(open({ pageDirectory: directory })).rejects.toThrow(
      /the page is not built: .* hint: run `npm run build`/,
    );
    await expect(open({ port: studio.port })).rejects.toThrow(/^port \d+ of 127\.0\.0\.1 is in use/);
    await expect(open({ host: '203.0.113.9' })).rejects.toThrow(/^cannot listen on 203\.0\.113\.9, port 0: /);
  });

  it('says whether other machines reach it', async () => {
    expect(studio.isLoopback).toBe(true);
    const everywhere = await open({ host: '0.0.0.0' });
    expect([everywhere.isLoopback, everywhere.url]).toEqual([false, `http://localhost:${everywhere.port}/`]);
    expect((await ask('/', { to: everywhere, headers: { host: 'laptop.lan' } })).status).toBe(200);
    await everywhere.close();
  });

  it('is not harmed by a file that becomes shorter while it is sent', async () => {
    const file = join(run, 'large.bin');
    writeFileSync(file, Buffer.alloc(64 * 2 ** 20));
    const broken = new Promise<string>((done) => {
      const asked = request({ host: '127.0.0.1', port: studio.port, path: '/api/runs/a/files/large.bin' }, (answer) => {
        answer.once('close', () => done(answer.complete ? 'whole' : 'broken off'));
        answer.once('error', () => {});
        truncateSync(file, 10);
        answer.resume();
      });
      asked.end();
    });
    expect(await broken).toBe('broken off');
    expect((await ask('/')).status).toBe(200);
    // At once: an idle connection would be cut after five seconds anyway.
  }, 3000);

  it('has failed nowhere in all of this, and printed nothing', () => {
    expect(errors).toEqual([]);
    expect(printed.mock.calls).toEqual([]);
  });
});
