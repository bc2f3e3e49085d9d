// The wrong answers that the model was surest of: where to look first for bad labels and bad habits.
import type { Predictions } from './predict-dataset.ts';
import { largestIndex, logProbability } from './softmax.ts';

/** An image that was taken for another class. */
export interface Mistake {
  /** Index of the image in the dataset, from 0. */
  readonly index: number;
  readonly label: number;
  readonly predicted: number;
  /** Probability that the model gave to its answer. */
  readonly probability: number;
}

/**
 * The most confident first; of equals the earlier image first.
 * Images whose logits are not finite numbers have no probability, and are left out.
 */
export function worstMistakes({ dataset, classCount, logits }: Predictions, limit: number): readonly Mistake[] {
  const mistakes: Mistake[] = [];
  for (let index = 0; index < dataset.count; index++) {
    const row = logits.subarray(index * classCount, (index + 1) * classCount);
    const label = dataset.labels[index];
    const predicted = largestIndex(row);
    if (predicted === label) continue;
    const probability = Math.exp(logProbability(row, predicted));
    if (Number.isFinite(probability)) mistakes.push({ index, label, predicted, probability });
  }
  // Array.prototype.sort is stable.
  return mistakes.sort((a, b) => b.probability - a.probability).slice(0, limit);
}
