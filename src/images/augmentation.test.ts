import { expect, it } from 'vitest';
import { BasicAugmentation } from './augmentation.ts';
import { ImagePreparer } from './prepare-images.ts';

const count = 20_000;
const variations = (seed: number, epoch: number) => {
  const augmentation = new BasicAugmentation(seed, epoch, { down: 3, right: 2 });
  return Array.from({ length: count }, (_, index) => augmentation.of(index));
};

it('varies images by seed, epoch and index alone, all ways alike', () => {
  const first = variations(1, 1);
  expect(variations(1, 1)).toEqual(first);
  expect(variations(1, 2)).not.toEqual(first);
  expect(variations(2, 1)).not.toEqual(first);
  const shares = (values: readonly (number | boolean)[]) =>
    [...new Set(values)].sort().map((value) => values.filter((each) => each === value).length / count);
  // Each within five standard deviations of its probability.
  for (const [values, ways] of [
    [first.map(({ down }) => down), 7],
    [first.map(({ right }) => right), 5],
    [first.map(({ isMirrored }) => isMirrored), 2],
  ] as const) {
    const found = shares(values);
    expect(found).toHaveLength(ways);
    for (const share of found) expect(Math.abs(share - 1 / ways)).toBeLessThan(5 * Math.sqrt(1 / ways / count));
  }
});

const prepared = (
  options: { readonly margin?: number },
  variation?: { readonly down: number; readonly right: number; readonly isMirrored: boolean },
) => {
  const margin = options.margin ?? 0;
  const side = 3 + 2 * margin;
  const preparer = new ImagePreparer({ rows: side, columns: side, margin, imageSize: 3 });
  const batch = new Float32Array(9);
  preparer.prepareInto(
    Uint8Array.from({ length: side * side }, (_, at) => at + 1),
    0,
    batch,
    0,
    variation,
  );
  return Array.from(batch, (value) => Math.round(value * 255));
};

it('shifts into the margin, or into black where there is none, and mirrors', () => {
  expect(prepared({})).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(prepared({}, { down: 1, right: 0, isMirrored: false })).toEqual([4, 5, 6, 7, 8, 9, 0, 0, 0]);
  expect(prepared({}, { down: 0, right: -1, isMirrored: false })).toEqual([0, 1, 2, 0, 4, 5, 0, 7, 8]);
  expect(prepared({}, { down: 0, right: 0, isMirrored: true })).toEqual([3, 2, 1, 6, 5, 4, 9, 8, 7]);
  expect(prepared({ margin: 1 })).toEqual([7, 8, 9, 12, 13, 14, 17, 18, 19]);
  expect(prepared({ margin: 1 }, { down: -1, right: 1, isMirrored: true })).toEqual([5, 4, 3, 10, 9, 8, 15, 14, 13]);
});

it('normalises each channel by its own mean and deviation', () => {
  const normalization = { mean: [0.5, 0.25, 0], std: [0.5, 2, 1] };
  const preparer = new ImagePreparer({ channels: 3, rows: 1, columns: 1, imageSize: 1, normalization });
  const batch = new Float32Array(6);
  preparer.prepareInto(Uint8Array.of(9, 9, 255, 0, 51), 2, batch, 1);
  expect(batch).toEqual(Float32Array.of(0, 0, 0, 1, -0.125, 0.2));
});
