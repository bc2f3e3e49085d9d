// How often each class was taken for each other one, and what follows from it: scikit-learn's definitions, with
// zero_division=0. see: sklearn.metrics.confusion_matrix, precision_recall_fscore_support

/** [true class][predicted class] → images. */
export type ConfusionMatrix = readonly (readonly number[])[];

/** Scores of a class, each from 0 to 1. */
export interface Scores {
  /** Share of the images predicted as the class that belong to it. */
  readonly precision: number;
  /** Share of the images of the class that are predicted as it. */
  readonly recall: number;
  /** Harmonic mean of precision and recall. */
  readonly f1: number;
}

/** Scores of one class. */
export interface ClassScores extends Scores {
  /** Images of the class. */
  readonly support: number;
}

export function confusionMatrix(
  labels: ArrayLike<number>,
  predicted: ArrayLike<number>,
  classCount: number,
): ConfusionMatrix {
  const counts = Array.from({ length: classCount }, () => new Array<number>(classCount).fill(0));
  for (let index = 0; index < labels.length; index++) counts[labels[index]][predicted[index]]++;
  return counts;
}

/** A row for each class. */
export function classScores(matrix: ConfusionMatrix): readonly ClassScores[] {
  return matrix.map((row, label) => {
    const correct = row[label];
    const support = row.reduce((sum, count) => sum + count, 0);
    const predicted = matrix.reduce((sum, other) => sum + other[label], 0);
    return {
      precision: ratio(correct, predicted),
      recall: ratio(correct, support),
      // = 2 · precision · recall / (precision + recall)
      f1: ratio(2 * correct, predicted + support),
      support,
    };
  });
}

/** Every class counts the same. */
export function macroAverage(classes: readonly ClassScores[]): Scores {
  return averageScores(classes, () => 1);
}

/** Every image counts the same. */
export function weightedAverage(classes: readonly ClassScores[]): Scores {
  return averageScores(classes, ({ support }) => support);
}

/** Share of the images on the diagonal. */
export function accuracyOf(matrix: ConfusionMatrix): number {
  const total = matrix.flat().reduce((sum, count) => sum + count, 0);
  return ratio(
    matrix.reduce((sum, row, label) => sum + row[label], 0),
    total,
  );
}

function averageScores(classes: readonly ClassScores[], weightOf: (scores: ClassScores) => number): Scores {
  const weights = classes.reduce((sum, scores) => sum + weightOf(scores), 0);
  const average = (score: keyof Scores) =>
    ratio(
      classes.reduce((sum, scores) => sum + weightOf(scores) * scores[score], 0),
      weights,
    );
  return { precision: average('precision'), recall: average('recall'), f1: average('f1') };
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
