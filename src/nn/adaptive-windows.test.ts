import { expect, it } from 'vitest';
import { adaptiveSpans, slidingWindow } from './adaptive-windows.ts';

it('covers the axis with windows that may overlap, each as PyTorch has it', () => {
  const spans = adaptiveSpans(7, 4).map(({ start, end }) => [start, end]);
  expect(spans).toEqual([
    [0, 2],
    [1, 4],
    [3, 6],
    [5, 7],
  ]);
  // More windows than elements.
  expect(adaptiveSpans(2, 3).map(({ start, end }) => [start, end])).toEqual([
    [0, 1],
    [0, 2],
    [1, 2],
  ]);
});

it.each([
  [12, 4, { kernel: 3, stride: 3 }],
  [5, 4, { kernel: 2, stride: 1 }],
  [9, 1, { kernel: 9, stride: 1 }],
  [4, 4, { kernel: 1, stride: 1 }],
  [7, 4, undefined],
  [6, 4, undefined],
  [3, 6, undefined],
  [1, 3, undefined],
])('of %i elements for %i outputs is %o', (length, outputs, expected) => {
  expect(slidingWindow(adaptiveSpans(length, outputs))).toEqual(expected);
});
