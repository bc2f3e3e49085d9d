import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeIdx } from '../../test/support/encode-idx.ts';
import { DataError } from '../errors/data-error.ts';
import { OptionError } from '../errors/option-error.ts';
import { readIdxFile } from '../formats/idx.ts';
import { joinImagesAndLabels, requireLimit } from './join-images-and-labels.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'googlenet-dataset-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function write(name: string, shape: readonly number[], data: readonly number[]): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, encodeIdx({ shape, data: Uint8Array.from(data) }));
  return path;
}

const pixels = (count: number) => Array.from({ length: count * 6 }, (_, index) => index);
const images = () => write('images', [3, 2, 3], pixels(3));
const labels = () => write('labels', [3], [4, 9, 0]);

const classNames = Array.from({ length: 10 }, (_, digit) => String(digit));

async function joined(imagesFile: string, labelsFile: string, options: { readonly limit?: number } = {}) {
  const [images, labels] = await Promise.all([readIdxFile(imagesFile), readIdxFile(labelsFile)]);
  return joinImagesAndLabels(images, labels, { name: 'pair', classNames, ...options });
}

describe('joinImagesAndLabels', () => {
  it('joins images and labels', async () => {
    const dataset = await joined(await images(), await labels());
    expect(dataset).toMatchObject({ name: 'pair', count: 3, rows: 2, columns: 3 });
    expect([...dataset.images]).toEqual(pixels(3));
    expect([...dataset.labels]).toEqual([4, 9, 0]);
  });

  it('keeps the first images up to a limit, and is then another dataset', async () => {
    const whole = await joined(await images(), await labels());
    const first = await joined(await images(), await labels(), { limit: 2 });
    const roomy = await joined(await images(), await labels(), { limit: 99 });
    expect(first.count).toBe(2);
    expect([...first.images]).toEqual(pixels(2));
    expect([...first.labels]).toEqual([4, 9]);
    expect(first.sha256).not.toBe(whole.sha256);
    expect(roomy).toEqual(whole);
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses the limit %d', (limit) => {
    expect(() => requireLimit(limit)).toThrow(OptionError);
  });

  it.each([
    ['swapped files', () => [labels(), images()], /labels: images and labels are swapped/],
    ['two label files', () => [labels(), labels()], /labels: expected images \[count,rows,columns\], got \[3\]/],
    ['two image files', () => [images(), images()], /images: expected labels \[count\], got \[3,2,3\]/],
    ['a missing label', () => [images(), write('two', [2], [1, 2])], /images: 3 images, but .*two has 2 labels/],
    ['a label above 9', () => [images(), write('ten', [3], [1, 10, 2])], /ten: label 1 is 10, expected at most 9/],
    ['no images', () => [write('none', [0, 2, 3], []), write('zero', [0], [])], /none: no pixels/],
    ['images without rows', () => [write('flat', [3, 0, 3], []), labels()], /flat: no pixels/],
  ])('names %s', async (_, files, message) => {
    const [imagesFile, labelsFile] = await Promise.all(files());
    const reading = joined(imagesFile, labelsFile);
    await expect(reading).rejects.toThrow(DataError);
    await expect(reading).rejects.toThrow(message);
  });
});
