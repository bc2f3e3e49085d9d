import { describe, expect, it } from 'vitest';
import { OptionError } from '../errors/option-error.ts';
import { Resizer } from '../images/resize.ts';
import { RandomStream } from '../random/random-stream.ts';
import type { InMemoryDataset } from './dataset.ts';
import { DataLoader } from './loader.ts';

/** Image number n is 2×2 of the levels 10n … 10n+3, and its label is n. */
const dataset: InMemoryDataset = {
  name: 'ten',
  images: Uint8Array.from({ length: 40 }, (_, index) => 10 * (index >> 2) + (index & 3)),
  labels: Uint8Array.from({ length: 10 }, (_, index) => index),
  count: 10,
  rows: 2,
  columns: 2,
  classNames: [...'abcdefghij'],
  sha256: '',
};

function labelsOf(loader: DataLoader, epoch: number): number[] {
  const labels: number[] = [];
  for (const batch of loader.epoch(epoch)) labels.push(...batch.labels);
  return labels;
}

describe('DataLoader', () => {
  it('keeps the order and the short last batch when it does not shuffle', () => {
    const loader = new DataLoader(dataset, { batchSize: 4, imageSize: 2, shuffle: false });
    expect(loader.batchCount).toBe(3);
    const sizes: number[] = [];
    for (const { images, labels, size } of loader.epoch(0)) {
      expect([images.length, labels.length]).toEqual([4 * size, size]);
      sizes.push(size);
    }
    expect(sizes).toEqual([4, 4, 2]);
    expect(labelsOf(loader, 5)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('mirrors every image, or turns the mirror of varied ones around, if that is wanted', () => {
    const options = { batchSize: 10, imageSize: 2, shuffle: false } as const;
    const levels = (more: object) =>
      Array.from(new DataLoader(dataset, { ...options, ...more }).batch(1, 0).images, (value) =>
        Math.round(value * 255),
      );
    expect(levels({ mirror: true }).slice(0, 8)).toEqual([1, 0, 3, 2, 11, 10, 13, 12]);
    const [varied, mirrored] = [false, true].map((mirror) => levels({ augmentation: 'erasing', mirror }));
    expect(mirrored).not.toEqual(varied);
  });

  it('gives pixel / 255 in float32', () => {
    const loader = new DataLoader(dataset, { batchSize: 4, imageSize: 2, shuffle: false });
    const { images, labels, size } = loader.batch(0, 2);
    expect(images).toEqual(Float32Array.from([80, 81, 82, 83, 90, 91, 92, 93], (level) => level / 255));
    expect(labels).toEqual(Int32Array.of(8, 9));
    expect(size).toBe(2);
  });

  it('resizes, to 96×96 unless told otherwise', () => {
    const { images } = new DataLoader(dataset, { batchSize: 3, shuffle: false }).batch(0, 0);
    const expected = new Uint8Array(3 * 96 * 96);
    const resizer = new Resizer(2, 2, 96, 96);
    for (let item = 0; item < 3; item++) resizer.resizeInto(dataset.images, 4 * item, expected, item * 96 * 96);
    expect(images).toEqual(Float32Array.from(expected, (level) => level / 255));
  });

  it('shuffles as a pure function of seed and epoch', () => {
    const loader = new DataLoader(dataset, { batchSize: 4, imageSize: 2, seed: 3 });
    const order = [...new RandomStream(3, 'shuffle', 7).permutation(10)];
    expect(labelsOf(loader, 7)).toEqual(order);
    expect(labelsOf(loader, 8)).not.toEqual(order);
    expect(labelsOf(new DataLoader(dataset, { batchSize: 4, imageSize: 2, seed: 4 }), 7)).not.toEqual(order);
    // Any step of any epoch, in any sequence.
    expect([...loader.batch(7, 1).labels]).toEqual(order.slice(4, 8));
    expect([...loader.batch(7, 2).labels]).toEqual(order.slice(8));
    expect(loader.batch(7, 0).images[0]).toBe(Math.fround((10 * order[0]) / 255));
  });

  it('makes do with fewer images than a batch', () => {
    const loader = new DataLoader(dataset, { batchSize: 128, imageSize: 2 });
    expect([loader.batchCount, loader.batch(0, 0).size]).toEqual([1, 10]);
  });

  it('refuses what makes no sense', () => {
    for (const options of [
      { batchSize: 0 },
      { batchSize: 1.5 },
      { batchSize: 4, imageSize: 0 },
      { batchSize: 4, seed: 0.5 },
    ]) {
      expect(() => new DataLoader(dataset, options)).toThrow(OptionError);
    }
    const loader = new DataLoader(dataset, { batchSize: 4, imageSize: 2 });
    for (const step of [-1, 3, 0.5]) expect(() => loader.batch(0, step)).toThrow(/step: .* 3 steps of an epoch/);
  });
});
