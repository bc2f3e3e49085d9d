import { expect, it } from 'vitest';
import { type Augmentation, unvaried, type Variation, variationsOf } from './augmentation.ts';
import { ImagePreparer } from './prepare-images.ts';

const count = 20_000;
const imageSize = 20;
const variations = (seed: number, epoch: number, name: Augmentation = 'basic') => {
  const drawn = variationsOf(name, seed, epoch, { down: 3, right: 2, imageSize });
  return Array.from({ length: count }, (_, index) => drawn.of(index));
};

it.each([
  ['basic', 7, 5],
  // Half of three is two, of two one.
  ['mild', 5, 3],
] as const)('%s varies images by seed, epoch and index alone, all ways alike', (name, rows, columns) => {
  const first = variations(1, 1, name);
  expect(variations(1, 1, name)).toEqual(first);
  expect(variations(1, 2, name)).not.toEqual(first);
  expect(variations(2, 1, name)).not.toEqual(first);
  const shares = (values: readonly (number | boolean)[]) =>
    [...new Set(values)].sort().map((value) => values.filter((each) => each === value).length / count);
  // Each within five standard deviations of its probability.
  for (const [values, ways] of [
    [first.map(({ down }) => down), rows],
    [first.map(({ right }) => right), columns],
    [first.map(({ isMirrored }) => isMirrored), 2],
  ] as const) {
    const found = shares(values);
    expect(found).toHaveLength(ways);
    for (const share of found) expect(Math.abs(share - 1 / ways)).toBeLessThan(5 * Math.sqrt(1 / ways / count));
  }
});

const prepared = (options: { readonly margin?: number }, variation?: Variation) => {
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

it('erases a rectangle of every other image, as torchvision’s RandomErasing does by default', () => {
  const basic = variations(1, 1);
  const varied = variations(1, 1, 'erasing');
  expect(varied.map(({ erased: _, ...others }) => others)).toEqual(basic);
  const rectangles = varied.flatMap(({ erased }) => (erased === undefined ? [] : [erased]));
  // Hardly any rectangle is too long for the image in each of ten tries.
  expect(Math.abs(rectangles.length / count - 0.5)).toBeLessThan(5 * Math.sqrt(0.25 / count));
  const tops = new Set<number>();
  for (const { top, left, rows, columns } of rectangles) {
    tops.add(top);
    expect(Math.min(top, left, imageSize - top - rows, imageSize - left - columns)).toBeGreaterThanOrEqual(0);
    // Sides are rounded, by up to half a pixel each.
    expect((rows + 0.5) * (columns + 0.5)).toBeGreaterThanOrEqual(0.02 * imageSize ** 2);
    expect((rows - 0.5) * (columns - 0.5)).toBeLessThanOrEqual(0.33 * imageSize ** 2);
    expect((rows + 0.5) / (columns - 0.5)).toBeGreaterThanOrEqual(0.3);
    expect((rows - 0.5) / (columns + 0.5)).toBeLessThanOrEqual(3.3);
  }
  expect(tops.size).toBe(imageSize - 1);
  expect(variations(1, 2, 'erasing').map(({ erased }) => erased)).not.toEqual(varied.map(({ erased }) => erased));
});

it('makes what is erased zero, where the mean level was normalised to it', () => {
  const normalization = { mean: [0.5], std: [1] };
  for (const size of [3, 6]) {
    const preparer = new ImagePreparer({ channels: 2, rows: 3, columns: 3, imageSize: size, normalization });
    const batch = new Float32Array(2 * size * size);
    const erased = { top: 1, left: 0, rows: 2, columns: 1 };
    preparer.prepareInto(new Uint8Array(18).fill(255), 0, batch, 0, { ...unvaried, erased });
    const expected = Array.from({ length: 2 * size * size }, (_, at) => {
      const [row, column] = [Math.floor(at / size) % size, at % size];
      return row >= 1 && row < 3 && column === 0 ? 0 : 0.5;
    });
    expect(Array.from(batch)).toEqual(expected);
  }
});

it('normalises each channel by its own mean and deviation', () => {
  const normalization = { mean: [0.5, 0.25, 0], std: [0.5, 2, 1] };
  const preparer = new ImagePreparer({ channels: 3, rows: 1, columns: 1, imageSize: 1, normalization });
  const batch = new Float32Array(6);
  preparer.prepareInto(Uint8Array.of(9, 9, 255, 0, 51), 2, batch, 1);
  expect(batch).toEqual(Float32Array.of(0, 0, 0, 1, -0.125, 0.2));
});
