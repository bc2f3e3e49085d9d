// What an evaluation finds, as data: `evaluation.json` of a run folder is this object as JSON.
import { checkDataset, requireFittingLabels } from '../data/check-dataset.ts';
import { OptionError } from '../errors/option-error.ts';
import { requireType, requireWhole } from '../errors/require-option.ts';
import {
  accuracyOf,
  type ClassScores,
  type ConfusionMatrix,
  classScores,
  confusionMatrix,
  macroAverage,
  type Scores,
  weightedAverage,
} from './confusion-matrix.ts';
import { type Mistake, worstMistakes } from './mistakes.ts';
import type { Predictions } from './predict-dataset.ts';
import { largestIndex, logProbability } from './softmax.ts';

/** Scores of a class, by its name. */
export interface NamedClassScores extends ClassScores {
  readonly name: string;
}

/** Fractions, not per cent. New fields may come; `version` grows when one changes its meaning. */
export interface ClassificationReport {
  readonly version: 1;
  readonly dataset: { readonly name: string; readonly sha256: string; readonly images: number };
  /** By class index. */
  readonly classNames: readonly string[];
  readonly accuracy: number;
  /** Mean cross-entropy over the images; null where a logit is not a finite number. */
  readonly loss: number | null;
  /** [true class][predicted class] → images. */
  readonly confusionMatrix: ConfusionMatrix;
  readonly classes: readonly NamedClassScores[];
  /** Every class counts the same. */
  readonly macroAverage: Scores;
  /** Every class counts as many times as it has images. */
  readonly weightedAverage: Scores;
  /** The most confident wrong answers, the worst first. */
  readonly mistakes: readonly Mistake[];
}

/**
 * @param options.mistakes how many of the worst mistakes to keep; default 24
 * @throws OptionError for a number of mistakes that is none, and predictions that do not fit their dataset
 */
export function classificationReport(
  predictions: Predictions,
  { mistakes = 24 }: { readonly mistakes?: number } = {},
): ClassificationReport {
  requireWhole('mistakes', mistakes, { least: 0 });
  requireType('predictions', predictions, Object);
  const { dataset, classCount, logits } = predictions;
  checkDataset(dataset);
  requireWhole('predictions.classCount', classCount);
  requireType('predictions.logits', logits, Float32Array);
  if (logits.length !== dataset.count * classCount) {
    const expected = `${dataset.count} × ${classCount} for the images of ${dataset.name}`;
    throw new OptionError(`predictions.logits has ${logits.length} elements, expected ${expected}`);
  }
  requireFittingLabels(dataset, classCount);
  const rows = Array.from({ length: dataset.count }, (_, index) =>
    logits.subarray(index * classCount, (index + 1) * classCount),
  );
  const lossSum = rows.reduce((sum, row, index) => sum - logProbability(row, dataset.labels[index]), 0);
  const matrix = confusionMatrix(dataset.labels, rows.map(largestIndex), classCount);
  const classNames = matrix.map((_, label) => dataset.classNames[label] ?? String(label));
  const classes = classScores(matrix);
  return {
    version: 1,
    dataset: { name: dataset.name, sha256: dataset.sha256, images: dataset.count },
    classNames,
    accuracy: accuracyOf(matrix),
    loss: Number.isFinite(lossSum) ? lossSum / dataset.count : null,
    confusionMatrix: matrix,
    classes: classes.map((scores, label) => ({ name: classNames[label], ...scores })),
    macroAverage: macroAverage(classes),
    weightedAverage: weightedAverage(classes),
    mistakes: worstMistakes(predictions, mistakes),
  };
}
