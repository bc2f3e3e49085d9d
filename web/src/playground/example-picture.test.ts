import { expect, it } from 'vitest';
import { fashionMnistForm } from '../../../src/data/fashion-mnist/files.ts';
import type { ImageForm } from '../../../src/images/image-form.ts';
import { examplePicture } from './example-picture.ts';

const shown = ({ pixels, columns }: ReturnType<typeof examplePicture>, length: number) =>
  Array.from({ length }, (_, row) =>
    [...pixels.subarray(row * columns, (row + 1) * columns)].map((level) => (level > 100 ? '#' : '.')).join(''),
  );

it('is a T-shirt on black where networks learned things on black', () => {
  const form: ImageForm = { ...fashionMnistForm, rows: 14, columns: 14 };
  expect(shown(examplePicture(form), 14)).toEqual([
    '..............',
    '..............',
    '....##..##....',
    '..##########..',
    '.############.',
    '..##########..',
    '....######....',
    '....######....',
    '....######....',
    '....######....',
    '....######....',
    '....######....',
    '..............',
    '..............',
  ]);
});

it('has as many channels as the task', () => {
  const form: ImageForm = { ...fashionMnistForm, channels: 3, ground: 'none' };
  const { pixels, rows, columns } = examplePicture(form);
  const plane = rows * columns;
  expect(pixels).toHaveLength(3 * plane);
  expect([0, plane, 2 * plane].map((begin) => pixels[begin])).toEqual([244, 239, 230]);
});
