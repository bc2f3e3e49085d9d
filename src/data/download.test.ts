import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { encodeIdx } from '../../test/support/encode-idx.ts';
import { type DownloadProgress, downloadFile } from './download.ts';

const content = encodeIdx({ shape: [200_000], data: Uint8Array.from({ length: 200_000 }, (_, i) => (i * i) % 251) });
const file = { name: 'some-idx', bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') };
const stored = gzipSync(content);

/** What the server does in each of its folders. */
const answers: Record<string, (response: ServerResponse) => void> = {
  '/good/': (response) => response.setHeader('content-length', stored.length).end(stored),
  '/absent/': (response) => response.writeHead(404).end(),
  '/other/': (response) => response.end(gzipSync(Uint8Array.from(content).fill(7, 100, 101))),
  '/page/': (response) => response.end('<html>'),
  '/cut/': (response) => response.end(stored.subarray(0, 1000)),
  '/broken/': (response) => {
    response.setHeader('content-length', stored.length).write(stored.subarray(0, 1000), () => response.destroy());
  },
  '/bomb/': (response) => response.end(gzipSync(new Uint8Array(2 * content.length))),
  '/endless/': (response) => {
    const more = () => {
      // Not at once: mirror and client share a process, and Node 26 would never come to the client.
      if (!response.destroyed) response.write(new Uint8Array(65_536), () => setImmediate(more));
    };
    more();
  },
  '/silent/': () => {},
};

let server: Server;
let origin: string;
let directory: string;

beforeEach(async () => {
  server = createServer((request, response) => answers[request.url?.replace('some-idx.gz', '') ?? '']?.(response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  directory = await mkdtemp(join(tmpdir(), 'googlenet-download-'));
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await rm(directory, { recursive: true });
});

describe('through a proxy', () => {
  /** As a network that leads nowhere else: it knows where mirror.invalid is. */
  async function openProxy() {
    const asked: string[] = [];
    const proxy = createServer((_, response) => response.writeHead(400).end());
    proxy.on('connect', ({ url = '' }, socket) => {
      asked.push(url);
      const target = connect(Number(new URL(origin).port), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        socket.pipe(target).pipe(socket);
      });
      for (const each of [socket, target]) each.on('error', () => {});
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const close = () => {
      proxy.closeAllConnections();
      proxy.close();
    };
    return { url, asked, [Symbol.dispose]: close };
  }

  it('reaches what is not to be reached without, and asks the excepted hosts itself', async () => {
    using proxy = await openProxy();
    const mirrors = ['http://mirror.invalid/good'];
    expect(await downloadFile(file, { mirrors, directory })).toHaveProperty('failures');
    const settings = { http: proxy.url, except: 'elsewhere.invalid,127.0.0.1' };
    const result = await downloadFile(file, { mirrors, directory, proxy: settings });
    expect(result).toEqual({ path: join(directory, 'some-idx.gz') });
    expect(proxy.asked).toEqual(['mirror.invalid:80']);
    const own = await downloadFile(file, { mirrors: [`${origin}/good`], directory, proxy: settings });
    expect(own).toEqual({ path: join(directory, 'some-idx.gz') });
    expect(proxy.asked).toHaveLength(1);
  });

  it('is not taken from the environment', async () => {
    using proxy = await openProxy();
    vi.stubEnv('https_proxy', proxy.url);
    vi.stubEnv('http_proxy', proxy.url);
    vi.stubEnv('no_proxy', '*');
    const mirrors = ['http://mirror.invalid/good'];
    for (const given of [undefined, {}, { http: '' }]) {
      const options = { mirrors, directory, ...(given === undefined ? {} : { proxy: given }) };
      expect(await downloadFile(file, options)).toHaveProperty('failures');
    }
    expect(proxy.asked).toEqual([]);
    expect(await downloadFile(file, { mirrors, directory, proxy: { http: proxy.url } })).toHaveProperty('path');
    vi.unstubAllEnvs();
  });

  it('is said to be wrong where it is no address, or does not answer', async () => {
    const through = (http: string) => downloadFile(file, { mirrors: [`${origin}/good`], directory, proxy: { http } });
    for (const http of ['proxy.example', 'proxy:3128', 'ftp://proxy']) {
      await expect(through(http)).rejects.toThrow(`the proxy '${http}' is no address · hint: set HTTP_PROXY`);
    }
    const { failures = [] } = (await through('http://127.0.0.1:1')) as { failures?: readonly string[] };
    expect(failures).toEqual([expect.stringMatching(/\/good\/some-idx\.gz: .*(ECONNREFUSED|bad port)/)]);
  });
});

describe('downloadFile', () => {
  it('stores the file, makes the folder and tells of its progress', async () => {
    const events: DownloadProgress[] = [];
    const cache = join(directory, 'a', 'b');
    const result = await downloadFile(file, {
      mirrors: [`${origin}/good`],
      directory: cache,
      onProgress: (event) => events.push(event),
    });
    const path = join(cache, 'some-idx.gz');
    const url = `${origin}/good/some-idx.gz`;
    expect(result).toEqual({ path });
    expect(await readFile(path)).toEqual(stored);
    expect(await readdir(cache)).toEqual(['some-idx.gz']);
    expect(events.at(-2)).toEqual({
      kind: 'receiving',
      url,
      receivedBytes: stored.length,
      totalBytes: stored.length,
    });
    expect(events.at(-1)).toEqual({ kind: 'stored', url, path });
  });

  it.each([
    ['absent', 'HTTP status 404'],
    ['other', 'unknown content: SHA-256 is '],
    ['page', 'neither gzip nor IDX'],
    ['cut', 'gzip data is truncated'],
    ['broken', ''],
    ['bomb', `decompresses to more than ${content.length} bytes`],
    ['endless', 'far more bytes than the file has'],
    ['silent', 'no answer for 1 s'],
  ])('passes over a mirror that is %s', async (kind, reason) => {
    const events: DownloadProgress[] = [];
    const mirrors = [`${origin}/${kind}/`, `${origin}/good/`];
    const onProgress = (event: DownloadProgress) => events.push(event);
    const result = await downloadFile(file, {
      mirrors,
      directory,
      onProgress,
      // Only where there is something to wait for: the good mirror too may be slow on a busy machine.
      ...(kind === 'silent' ? { timeoutMilliseconds: 1000 } : {}),
    });
    expect(result).toEqual({ path: join(directory, 'some-idx.gz') });
    expect(events.find((event) => event.kind === 'mirror-failed')).toMatchObject({
      url: `${mirrors[0]}some-idx.gz`,
      reason: expect.stringContaining(reason),
    });
  });

  it('reports every failure and writes nothing if no mirror has it', async () => {
    const mirrors = [`${origin}/absent/`, `${origin}/other/`, 'http://127.0.0.1:1/'];
    const result = await downloadFile(file, { mirrors, directory });
    expect(result).toEqual({
      failures: [
        expect.stringContaining('/absent/some-idx.gz: HTTP status 404'),
        expect.stringContaining('/other/some-idx.gz: unknown content'),
        expect.stringContaining('http://127.0.0.1:1/some-idx.gz: '),
      ],
    });
    expect(await readdir(directory)).toEqual([]);
  });

  it('names a folder that cannot be written to, before it fetches anything', async () => {
    const blocked = join(directory, 'a-file');
    await writeFile(blocked, '');
    const events: DownloadProgress[] = [];
    const onProgress = (event: DownloadProgress) => events.push(event);
    const storing = downloadFile(file, { mirrors: [`${origin}/good/`], directory: blocked, onProgress });
    await expect(storing).rejects.toThrow(/a-file: cannot be written: file already exists · hint: .*XDG_CACHE_HOME/);
    expect(events).toEqual([]);
  });
});
