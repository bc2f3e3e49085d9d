import { expect, it } from 'vitest';
import { mostConfused } from './most-confused.ts';

it('shows the classes with the most mistakes of either kind, in their order, and counts all of their images', () => {
  const matrix = [
    [5, 0, 1, 0],
    [0, 9, 0, 0],
    [0, 0, 2, 3],
    [0, 0, 0, 7],
  ];
  expect(mostConfused(matrix, 2)).toEqual({
    labels: [2, 3],
    counts: [
      [2, 3],
      [0, 7],
    ],
    supports: [5, 7],
  });
  expect(mostConfused(matrix)).toEqual({ labels: [0, 1, 2, 3], counts: matrix, supports: [6, 9, 5, 7] });
});
