// Splits a validation part off: of each class the same share, a function of the labels and the seed alone.
import { RandomStream } from '../random/random-stream.ts';
import type { Labels } from './dataset.ts';

export interface LabelSplit {
  /** Indices, ascending. */
  readonly train: Uint32Array;
  readonly val: Uint32Array;
}

/** How many of a class's images validation gets: at least one of two or more, and never all. */
export function validationCount(images: number, share: number): number {
  if (images < 2) return 0;
  return Math.min(images - 1, Math.max(1, Math.round(images * share)));
}

/** @param share above 0 and below 1 */
export function splitLabels(labels: Labels, classCount: number, share: number, seed: number): LabelSplit {
  const byClass: number[][] = Array.from({ length: classCount }, () => []);
  for (const [index, label] of labels.entries()) byClass[label].push(index);
  const train: number[] = [];
  const val: number[] = [];
  for (const [label, indices] of byClass.entries()) {
    const order = new RandomStream(seed, 'split', label).permutation(indices.length);
    const count = validationCount(indices.length, share);
    for (const [place, chosen] of order.entries()) (place < count ? val : train).push(indices[chosen]);
  }
  return { train: Uint32Array.from(train).sort(), val: Uint32Array.from(val).sort() };
}
