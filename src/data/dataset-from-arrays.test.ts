import { describe, expect, it } from 'vitest';
import { type DatasetArrays, imageDataset } from './dataset-from-arrays.ts';

const arrays: DatasetArrays = {
  images: Uint8Array.of(1, 2, 3, 4, 5, 6),
  rows: 1,
  columns: 3,
  labels: [1, 0],
  classNames: ['a', 'b'],
};

describe('a dataset of arrays', () => {
  it('has what they hold', () => {
    const { sha256, ...rest } = imageDataset(arrays);
    expect(rest).toEqual({ ...arrays, labels: Uint32Array.of(1, 0), name: 'images', count: 2, channels: 1 });
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(imageDataset({ ...arrays, columns: 1, channels: 3 })).toMatchObject({ count: 2, channels: 3 });
  });

  it('is identified by its content: images and labels, of whatever width', () => {
    const { sha256 } = imageDataset(arrays);
    expect(imageDataset({ ...arrays, labels: Uint8Array.of(1, 0) }).sha256).toBe(sha256);
    expect(imageDataset({ ...arrays, labels: [0, 1] }).sha256).not.toBe(sha256);
    expect(imageDataset({ ...arrays, images: Uint8Array.of(1, 2, 3, 4, 5, 7) }).sha256).not.toBe(sha256);
  });

  it.each([
    [{ images: [1, 2, 3] }, 'images is an Array of 3 elements, expected a Uint8Array'],
    [{ images: Uint8Array.of(1) }, 'images is a Uint8Array of 1 elements, expected a Uint8Array of 6 elements'],
    [{ labels: [1, 2] }, 'label 1 is 2, expected the index of one of the 2 classNames'],
    [{ labels: [1, -1] }, 'label 1 is -1, expected the index of a class'],
    [{ labels: [1, 0.5] }, 'label 1 is 0.5, expected the index of a class'],
    [{ labels: [1, 2 ** 32] }, 'label 1 is 4294967296, expected the index of a class'],
    [{ labels: undefined }, 'labels is undefined'],
    [{ channels: 2 }, 'channels is 2, expected 1 or 3'],
    [{ rows: 0 }, 'expected 4 positive whole numbers'],
    [{ classNames: ['a', 5] }, 'classNames[1] is 5, expected a string'],
  ])('is refused with %o', (changed, text) => {
    expect(() => imageDataset({ ...arrays, ...changed } as DatasetArrays)).toThrow(text);
  });
});
