import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeIdx } from '../../../test/support/encode-idx.ts';
import { describeUnless, withoutDataset } from '../../../test/support/unless.ts';
import { DataError } from '../../errors/data-error.ts';
import { OptionError } from '../../errors/option-error.ts';
import { userCacheDirectory } from '../../formats/home-directory.ts';
import type { DownloadProgress } from '../download.ts';
import { fashionMnist } from './fashion-mnist.ts';
import { fashionMnistCache, locateFashionMnist } from './locate.ts';

const present = await locateFashionMnist();
/** Paths of the real test split; used only in tests that are skipped without it. */
const real = {
  images: present?.paths.get('t10k-images-idx3-ubyte') ?? '',
  labels: present?.paths.get('t10k-labels-idx1-ubyte') ?? '',
};

let folder: string;
/** No network, no system package, an empty cache. */
let nowhere: { cacheDirectory: string; systemDirectories: string[]; mirrors: string[] };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'googlenet-fashion-'));
  nowhere = { cacheDirectory: join(folder, 'cache'), systemDirectories: [join(folder, 'system')], mirrors: [] };
});
afterEach(() => rm(folder, { recursive: true }));

const names = [
  'train-images-idx3-ubyte',
  'train-labels-idx1-ubyte',
  't10k-images-idx3-ubyte',
  't10k-labels-idx1-ubyte',
] as const;

async function fill(directory: string, ending: string, files: readonly string[] = names): Promise<void> {
  await mkdir(directory, { recursive: true });
  for (const name of files) await writeFile(join(directory, name + ending), '');
}

const syntheticImages = encodeIdx({ shape: [1, 28, 28], data: new Uint8Array(784) });
const syntheticLabels = encodeIdx({ shape: [1], data: new Uint8Array(1) });

describe('locateFashionMnist', () => {
  it('looks into the cache before the system folder, and passes over an incomplete cache', async () => {
    expect(await locateFashionMnist(nowhere)).toBeUndefined();
    const system = nowhere.systemDirectories[0];
    const cache = fashionMnistCache(nowhere.cacheDirectory) ?? '';
    await fill(system, '.gz');
    await fill(cache, '.gz', names.slice(2));
    expect(await locateFashionMnist(nowhere)).toMatchObject({ source: 'system', directory: system });
    expect(await locateFashionMnist(nowhere, 'test')).toMatchObject({ source: 'cache', directory: cache });
    await fill(cache, '.gz');
    expect(await locateFashionMnist(nowhere)).toMatchObject({ source: 'cache', directory: cache });
  });

  it('takes only an explicit directory when there is one, gzipped files before plain ones', async () => {
    await fill(nowhere.systemDirectories[0], '.gz');
    const directory = join(folder, 'mine');
    await fill(directory, '', names.slice(2));
    await fill(directory, '.gz', names.slice(2, 3));
    const found = await locateFashionMnist({ ...nowhere, directory }, 'test');
    expect(found?.source).toBe('directory');
    expect([...(found?.paths ?? [])]).toEqual([
      [names[2], join(directory, `${names[2]}.gz`)],
      [names[3], join(directory, names[3])],
    ]);
    await expect(locateFashionMnist({ ...nowhere, directory })).rejects.toThrow(
      /mine: missing train-images-idx3-ubyte.gz, train-labels-idx1-ubyte.gz · hint/,
    );
  });

  it.each([
    ['linux', ['.cache']],
    ['darwin', ['Library', 'Caches']],
    ['win32', ['AppData', 'Local']],
  ])('knows the cache folder of %s', (platform, parts) => {
    expect(userCacheDirectory(platform, 'home')).toBe(join('home', ...parts));
  });
});

describe('fashionMnist', () => {
  it('tells the three ways to get it when it is nowhere', async () => {
    const loading = fashionMnist({ ...nowhere, split: 'test' });
    await expect(loading).rejects.toThrow(DataError);
    await expect(loading).rejects.toThrow(/downloading is switched off.*apt-get install .*download the four .*network/);
    const offline = fashionMnist({ ...nowhere, split: 'test', mirrors: ['http://127.0.0.1:1/'] });
    await expect(offline).rejects.toThrow(/127.0.0.1:1\/t10k-images-idx3-ubyte.gz: .*hint: one of three ways/);
  });

  it('refuses bad options before it looks for anything', async () => {
    await expect(fashionMnist({ ...nowhere, split: 'test', limit: 0 })).rejects.toThrow(OptionError);
    await expect(fashionMnist(JSON.parse('{"split":"validation"}'))).rejects.toThrow(
      /split is 'validation', expected one of 'train', 'test'/,
    );
  });

  it('names unknown content and swapped files', async () => {
    const [images, labels] = [join(folder, names[2]), join(folder, names[3])];
    await writeFile(images, syntheticImages);
    await writeFile(labels, syntheticLabels);
    const load = () => fashionMnist({ split: 'test', directory: folder });
    await expect(load()).rejects.toThrow(
      /t10k-images-idx3-ubyte: unknown content, expected t10k-images-idx3-ubyte: SHA-256 .* expected 5b4141f0/,
    );
    await writeFile(images, syntheticLabels);
    await writeFile(labels, syntheticImages);
    await expect(load()).rejects.toThrow(/t10k-images-idx3-ubyte: images and labels are swapped/);
  });
});

describeUnless(withoutDataset(present), 'fashionMnist, with the real files', () => {
  it('reads the test split', async () => {
    const dataset = await fashionMnist({ split: 'test' });
    expect(dataset).toMatchObject({ name: 'fashion-mnist/test', count: 10_000, rows: 28, columns: 28 });
    expect(dataset.classNames[dataset.labels[0]]).toBe('Ankle boot');
    const perClass = new Array<number>(10).fill(0);
    for (const label of dataset.labels) perClass[label]++;
    expect(perClass).toEqual(new Array(10).fill(1000));
  });

  it('keeps a limit', async () => {
    const dataset = await fashionMnist({ split: 'test', limit: 5 });
    expect([dataset.count, dataset.images.length, dataset.labels.length]).toEqual([5, 5 * 784, 5]);
  });

  it('names labels that are not the right ones, and files of the other split', async () => {
    await copyFile(real.images, join(folder, `${names[2]}.gz`));
    const wrong = encodeIdx({ shape: [10_000], data: new Uint8Array(10_000) });
    await writeFile(join(folder, names[3]), wrong);
    await expect(fashionMnist({ split: 'test', directory: folder })).rejects.toThrow(
      /t10k-labels-idx1-ubyte: unknown content/,
    );
    await copyFile(real.images, join(folder, `${names[0]}.gz`));
    await copyFile(real.labels, join(folder, `${names[1]}.gz`));
    await expect(fashionMnist({ split: 'train', directory: folder })).rejects.toThrow(
      /train-images-idx3-ubyte.gz: the content of t10k-images-idx3-ubyte, expected train-images-idx3-ubyte/,
    );
  });

  it('reads the copy of the system where that of the cache is damaged, and says so', async () => {
    const [cache, system] = [fashionMnistCache(nowhere.cacheDirectory) ?? '', nowhere.systemDirectories[0]];
    for (const directory of [cache, system]) {
      await mkdir(directory, { recursive: true });
      await copyFile(real.images, join(directory, `${names[2]}.gz`));
      await copyFile(real.labels, join(directory, `${names[3]}.gz`));
    }
    const told: DownloadProgress[] = [];
    const load = () => fashionMnist({ ...nowhere, split: 'test', limit: 5, onProgress: (event) => told.push(event) });
    await load();
    expect(told).toEqual([]);
    await writeFile(join(cache, `${names[3]}.gz`), (await readFile(real.labels)).subarray(0, 100));
    expect((await load()).count).toBe(5);
    const damage = expect.stringMatching(/^[^·]*t10k-labels-idx1-ubyte\.gz: [^·]*$/);
    expect(told).toEqual([{ kind: 'cache-damaged', reason: damage, instead: system }]);
    // Where the system has none, or a damaged one too, it is said what is wrong.
    await writeFile(join(system, `${names[3]}.gz`), '');
    await expect(load()).rejects.toThrow(/system.*t10k-labels-idx1-ubyte\.gz/);
    await rm(system, { recursive: true });
    await expect(load()).rejects.toThrow(/cache.*t10k-labels-idx1-ubyte\.gz/);
  });

  it('downloads into the cache what it lacks, and no more the second time', async () => {
    const requests: string[] = [];
    const server = createServer(async (request, response) => {
      requests.push(request.url ?? '');
      response.end(await readFile(request.url?.includes('images') ? real.images : real.labels));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const mirrors = [`http://127.0.0.1:${(server.address() as AddressInfo).port}/data/`];
    try {
      const events: DownloadProgress[] = [];
      const onProgress = (event: DownloadProgress) => events.push(event);
      const first = await fashionMnist({ ...nowhere, split: 'test', mirrors, onProgress });
      const cache = fashionMnistCache(nowhere.cacheDirectory) ?? '';
      expect(first.count).toBe(10_000);
      expect((await readdir(cache)).sort()).toEqual([`${names[2]}.gz`, `${names[3]}.gz`]);
      expect(events.filter((event) => event.kind === 'stored')).toHaveLength(2);
      await fashionMnist({ ...nowhere, split: 'test', mirrors });
      await rm(join(cache, `${names[3]}.gz`));
      await fashionMnist({ ...nowhere, split: 'test', mirrors });
      expect(requests).toEqual([2, 3, 3].map((index) => `/data/${names[index]}.gz`));
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});
