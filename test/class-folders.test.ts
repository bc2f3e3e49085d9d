// Fashion-MNIST as a folder of pictures is Fashion-MNIST: what a network is given, what it answers, how good it is.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { folderName, writeDataset } from '../scripts/class-folders/write-class-folders.mjs';
import { formOf } from '../src/cli/train/train-input.ts';
import type { ImageDataset } from '../src/data/dataset.ts';
import { openData } from '../src/data/dataset-table.ts';
import { fashionMnist } from '../src/data/fashion-mnist/fashion-mnist.ts';
import { fashionMnistClasses } from '../src/data/fashion-mnist/files.ts';
import { locateFashionMnist } from '../src/data/fashion-mnist/locate.ts';
import { DataLoader } from '../src/data/loader.ts';
import { subsetOf } from '../src/data/subset.ts';
import { openEngine } from '../src/engines/open-engine.ts';
import { classificationReport } from '../src/evaluation/classification-report.ts';
import { predictDataset } from '../src/evaluation/predict-dataset.ts';
import { GoogLeNet } from '../src/models/googlenet.ts';
import { describeUnless, withoutDataset } from './support/unless.ts';

const imageSize = 96;
const count = 300;

describeUnless(withoutDataset(await locateFashionMnist()), 'Fashion-MNIST as a folder of pictures', async () => {
  const folderClasses = fashionMnistClasses.map(folderName);
  const form = formOf({
    channels: '1',
    imageSize,
    fit: 'stretch',
    background: '#ffffff',
    data: undefined,
    dataset: 'fashion-mnist',
  });

  async function writtenAndRead() {
    const directory = mkdtempSync(join(tmpdir(), 'class-folders-'));
    const path = join(directory, 'pictures');
    const idx = await fashionMnist({ split: 'test', limit: count });
    // One part is enough: `train` must be there.
    await writeDataset(join(path, 'train'), idx);
    const open = (classNames?: readonly string[]) =>
      openData(
        { name: 'folder', path },
        { form, seed: 0, valSplit: 0, ...(classNames === undefined ? {} : { classNames }) },
        { cacheDirectory: join(directory, 'cache') },
      );
    const sorted = await open();
    const asInIdx = await open(folderClasses);
    const places = Uint32Array.from(sorted.folder?.files ?? [], ({ path: file }) => Number(file.slice(-9, -4)));
    return { idx: subsetOf(idx, places, 'idx'), sorted, asInIdx, places };
  }

  it('is the same network input, with the same logits and the same evaluation', async () => {
    const { idx, sorted, asInIdx, places } = await writtenAndRead();
    expect(places).toHaveLength(count);
    expect([...places].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, index) => index));
    const [pictures, picturesAsInIdx] = [await sorted.load('train'), await asInIdx.load('train')];

    // Each class has an image: `Ankle boot`, the last of the IDX labels, is the first folder.
    expect(pictures.classNames.slice(0, 3)).toEqual(['Ankle boot', 'Bag', 'Coat']);
    expect(new Set(pictures.labels).size).toBe(fashionMnistClasses.length);
    expect([...pictures.labels].map((label) => pictures.classNames[label])).toEqual(
      [...idx.labels].map((label) => folderClasses[label]),
    );
    expect([...picturesAsInIdx.labels]).toEqual([...idx.labels]);

    const loaderOf = (dataset: ImageDataset) => new DataLoader(dataset, { batchSize: 100, imageSize, shuffle: false });
    const [fromIdx, fromPictures] = [loaderOf(idx), loaderOf(picturesAsInIdx)];
    for (let step = 0; step < fromIdx.batchCount; step++) {
      const [expected, found] = [fromIdx.batch(0, step), fromPictures.batch(0, step)];
      expect(bytesOf(found.images).equals(bytesOf(expected.images))).toBe(true);
    }

    const model = new GoogLeNet().initialize(0);
    const engine = await openEngine('auto');
    try {
      const expected = await predictDataset(engine, model, fromIdx);
      const found = await predictDataset(engine, model, fromPictures);
      expect(bytesOf(found.logits).equals(bytesOf(expected.logits))).toBe(true);
      const reportOf = ({ dataset: _, ...report }: ReturnType<typeof classificationReport>) => JSON.stringify(report);
      const withFolderNames = (text: string) => text.replaceAll('T-shirt/top', 'T-shirt-top');
      expect(reportOf(classificationReport(found))).toBe(withFolderNames(reportOf(classificationReport(expected))));
    } finally {
      await engine.close();
      sorted.close?.();
      asInIdx.close?.();
    }
  });
});

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
