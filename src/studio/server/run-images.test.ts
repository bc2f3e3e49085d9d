import { mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { colourClasses, colours, makeColourRun } from '../../../test/support/colour-run.ts';
import { writeRun } from '../../../test/support/run-files.ts';
import { DataError } from '../../errors/data-error.ts';
import type { TestImages } from '../studio-options.ts';
import { loadTestImages, RunImages } from './run-images.ts';

const folder = mkdtempSync(join(tmpdir(), 'googlenet-images-'));
const pictures = join(folder, 'pictures');
const cacheDirectory = join(folder, 'cache');
let run = '';

beforeAll(async () => {
  run = writeRun(folder, 'colour').path;
  await makeColourRun(run, pictures);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('loadTestImages', () => {
  it("gives the images of the run's own part, in colour, in the order of its list", async () => {
    const { close, ...dataset } = await loadTestImages(run, { cacheDirectory });
    expect(dataset).toMatchObject({ count: 12, channels: 3, rows: 32, columns: 32, classNames: colourClasses });
    expect([...dataset.labels]).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2]);
    close?.();
  });

  it('says that the folder is gone, or is another by now', async () => {
    renameSync(pictures, `${pictures}-moved`);
    await expect(loadTestImages(run, { cacheDirectory })).rejects.toThrow(DataError);
    mkdirSync(pictures);
    await expect(loadTestImages(run, { cacheDirectory })).rejects.toThrow(DataError);
    rmSync(pictures, { recursive: true });
    renameSync(`${pictures}-moved`, pictures);
  });
});

describe('RunImages', () => {
  const ended = new AbortController();
  it('hands out images in colour with their labels', async () => {
    const images = new RunImages((path) => loadTestImages(path, { cacheDirectory }), ended.signal);
    expect(await images.facts(run)).toMatchObject({ count: 12, channels: 3, rows: 32, columns: 32 });
    const bytes = await images.images(run, ['9']);
    const at = (channel: number) => bytes[4 + channel * 1024 + 500].toString(16).padStart(2, '0');
    expect([bytes.length, bytes[0], `#${at(0)}${at(1)}${at(2)}`]).toEqual([4 + 3072, 2, colours[2]]);
  });

  it('loads those of a run once, keeps the last few, and closes what it forgets', async () => {
    const loaded: string[] = [];
    const closed: string[] = [];
    const { signal } = ended;
    const one = { name: 'one', images: Uint8Array.of(5), labels: Uint8Array.of(0), count: 1, rows: 1, columns: 1 };
    const load = async (path: string): Promise<TestImages> => {
      loaded.push(path);
      return { ...one, classNames: ['a'], sha256: '', close: () => closed.push(path) };
    };
    const images = new RunImages(load, signal);
    await Promise.all([images.images('1', ['0']), images.facts('1')]);
    for (const path of ['2', '3', '1', '4']) await images.facts(path);
    expect([loaded, closed]).toEqual([['1', '2', '3', '4'], ['2']]);
    ended.abort();
    await new Promise((done) => setTimeout(done));
    expect(closed.toSorted()).toEqual(['1', '2', '3', '4']);
  });
});
