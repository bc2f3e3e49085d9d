import { describe, expect, it } from 'vitest';
import { fitPicture } from './fit-picture.ts';
import type { Fit, ImageForm } from './image-form.ts';
import type { Picture } from './picture.ts';
import { Resizer } from './resize.ts';

const form = (rows: number, columns: number, fit: Fit, channels: 1 | 3 = 1): ImageForm => ({
  ...{ channels, rows, columns, fit, reduceTo: 1024, ground: 'none', trim: false },
  background: [10, 20, 30],
});
/** Levels count on from 0. */
const counting = (rows: number, columns: number, channels: 1 | 3 = 1): Picture => ({
  ...{ channels, rows, columns },
  pixels: Uint8Array.from({ length: channels * rows * columns }, (_, at) => at),
});
const rowsOf = (image: Uint8Array, columns: number) =>
  Array.from({ length: image.length / columns }, (_, row) => [...image.subarray(row * columns, (row + 1) * columns)]);

describe('a picture of its own proportions', () => {
  const wide = counting(2, 4);

  it('is cropped to its middle', () => {
    expect(rowsOf(fitPicture(wide, form(2, 2, 'crop'), 0), 2)).toEqual([
      [1, 2],
      [5, 6],
    ]);
  });

  it('is padded with the background, in grey', () => {
    const image = fitPicture(wide, form(4, 4, 'pad'), 0);
    // (19595·10 + 38470·20 + 7471·30 + 32768) >> 16
    const ground = [18, 18, 18, 18];
    expect(rowsOf(image, 4)).toEqual([ground, [0, 1, 2, 3], [4, 5, 6, 7], ground]);
  });

  it('is stretched by the resize of training images', () => {
    const expected = new Uint8Array(9);
    new Resizer(2, 4, 3, 3).resizeInto(wide.pixels, 0, expected, 0);
    expect(fitPicture(wide, form(3, 3, 'stretch'), 0)).toEqual(expected);
  });

  it('gets a margin of what was cut off, and beyond it is mirrored or background', () => {
    expect(rowsOf(fitPicture(wide, form(2, 2, 'crop'), 1), 4)).toEqual([
      [4, 5, 6, 7],
      [0, 1, 2, 3],
      [4, 5, 6, 7],
      [0, 1, 2, 3],
    ]);
    expect(rowsOf(fitPicture(counting(1, 1), form(1, 1, 'pad'), 1), 3)).toEqual([
      [18, 18, 18],
      [18, 0, 18],
      [18, 18, 18],
    ]);
    expect([...fitPicture(counting(1, 1), form(1, 1, 'crop'), 2)]).toEqual(new Array(25).fill(0));
  });

  it('keeps its channels apart', () => {
    const image = fitPicture(counting(2, 4, 3), form(2, 2, 'crop', 3), 0);
    expect(rowsOf(image, 4)).toEqual([
      [1, 2, 5, 6],
      [9, 10, 13, 14],
      [17, 18, 21, 22],
    ]);
    const padded = fitPicture(counting(1, 2, 3), form(2, 2, 'pad', 3), 0);
    expect(rowsOf(padded, 2)).toEqual([
      [0, 1],
      [10, 10],
      [2, 3],
      [20, 20],
      [4, 5],
      [30, 30],
    ]);
  });

  it('of any shape takes no memory for what is not seen', () => {
    const band = { ...counting(1, 8000), pixels: new Uint8Array(8000).fill(7) };
    for (const fit of ['crop', 'pad', 'stretch'] as const) {
      const image = fitPicture(band, form(96, 96, fit), 12);
      expect([image.length, image[59 * 120 + 60]]).toEqual([120 * 120, 7]);
    }
  });
});

it('what is cropped is the middle of what is resized', () => {
  const picture = { ...counting(37, 91), pixels: Uint8Array.from({ length: 37 * 91 }, (_, at) => (at * 31) % 251) };
  const whole = new Uint8Array(24 * 59);
  new Resizer(37, 91, 24, 59).resizeInto(picture.pixels, 0, whole, 0);
  const middle = rowsOf(whole, 59).map((row) => row.slice(18, 42));
  expect(rowsOf(fitPicture(picture, form(24, 24, 'crop'), 0), 24)).toEqual(middle);
});

it('what is cropped of a larger shorter side has its margin around it', () => {
  const picture = { ...counting(37, 91), pixels: Uint8Array.from({ length: 37 * 91 }, (_, at) => (at * 31) % 251) };
  const cropped = { ...form(24, 24, 'crop'), shorterSide: 32 };
  // 32·91/37 = 78.7: 78 columns, of which (78 − 24)/2 = 27 are left of the middle and 4 of 32 rows above it.
  const whole = new Uint8Array(32 * 78);
  new Resizer(37, 91, 32, 78).resizeInto(picture.pixels, 0, whole, 0);
  const part = (begin: number, end: number, left: number, right: number) =>
    rowsOf(whole, 78)
      .slice(begin, end)
      .map((row) => row.slice(left, right));
  expect(rowsOf(fitPicture(picture, cropped, 0), 24)).toEqual(part(4, 28, 27, 51));
  expect(rowsOf(fitPicture(picture, cropped, 4), 32)).toEqual(part(0, 32, 23, 55));
  // A margin that is wider than the rest of the picture is filled with its mirror image.
  expect(rowsOf(fitPicture(picture, cropped, 5), 34)[0]).toEqual(part(1, 2, 22, 56)[0]);
});
