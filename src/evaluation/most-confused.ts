// What of a confusion matrix is drawn where there are more classes than anyone can look at: those with the most mistakes.
import type { ConfusionMatrix } from './confusion-matrix.ts';

/** Classes that a page or a plot has room for: their matrix has 1,600 cells. */
const mostShown = 40;

export interface ShownConfusion {
  /** The classes that are shown, by index. */
  readonly labels: readonly number[];
  /** [true class][predicted class] of these → images. */
  readonly counts: ConfusionMatrix;
  /** Images of each of these classes, whatever they were taken for. */
  readonly supports: readonly number[];
}

/** All classes, or those that were most often taken for others, or others for them; in their own order. */
export function mostConfused(matrix: ConfusionMatrix, most = mostShown): ShownConfusion {
  const sums = matrix.map((row) => row.reduce((sum, count) => sum + count, 0));
  const mistakes = sums.map((sum, label) => sum - matrix[label][label]);
  for (const [label, row] of matrix.entries()) {
    for (const [predicted, count] of row.entries()) if (predicted !== label) mistakes[predicted] += count;
  }
  const labels = mistakes
    .map((_, label) => label)
    .toSorted((a, b) => mistakes[b] - mistakes[a] || a - b)
    .slice(0, most)
    .sort((a, b) => a - b);
  return {
    labels,
    counts: labels.map((label) => labels.map((predicted) => matrix[label][predicted])),
    supports: labels.map((label) => sums[label]),
  };
}
