import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accuracyOf, classScores, confusionMatrix, macroAverage, weightedAverage } from './confusion-matrix.ts';

const classCount = 4;
const anyLabel = fc.integer({ min: 0, max: classCount - 1 });
const answers = fc.array(fc.tuple(anyLabel, anyLabel), { minLength: 1, maxLength: 60 });

function matrixOf(pairs: readonly (readonly [label: number, predicted: number])[]) {
  return confusionMatrix(
    pairs.map(([label]) => label),
    pairs.map(([, predicted]) => predicted),
    classCount,
  );
}

describe('the confusion matrix', () => {
  it('has a row for each true class and a column for each predicted one', () => {
    expect(confusionMatrix([0, 1, 2, 2, 2], [0, 0, 2, 2, 1], 3)).toEqual([
      [1, 0, 0],
      [1, 0, 0],
      [0, 1, 2],
    ]);
  });

  it('counts every image once, in the row of its label and in the column of its answer', () => {
    fc.assert(
      fc.property(answers, (pairs) => {
        const matrix = matrixOf(pairs);
        for (let index = 0; index < classCount; index++) {
          const row = matrix[index].reduce((sum, count) => sum + count, 0);
          const column = matrix.reduce((sum, counts) => sum + counts[index], 0);
          expect(row).toBe(pairs.filter(([label]) => label === index).length);
          expect(column).toBe(pairs.filter(([, predicted]) => predicted === index).length);
        }
      }),
    );
  });
});

describe('the scores', () => {
  // The example of scikit-learn's documentation of classification_report, whose table has two digits.
  const classes = classScores(confusionMatrix([0, 1, 2, 2, 2], [0, 0, 2, 2, 1], 3));

  it("are scikit-learn's, also where a class is never predicted rightly", () => {
    expect(classes).toEqual([
      { precision: 1 / 2, recall: 1, f1: 2 / 3, support: 1 },
      { precision: 0, recall: 0, f1: 0, support: 1 },
      { precision: 1, recall: 2 / 3, f1: 4 / 5, support: 3 },
    ]);
  });

  it("have scikit-learn's averages", () => {
    const rounded = (scores: object) => Object.values(scores).map((score) => Number(score.toFixed(2)));
    expect(rounded(macroAverage(classes))).toEqual([0.5, 0.56, 0.49]);
    expect(rounded(weightedAverage(classes))).toEqual([0.7, 0.6, 0.61]);
  });

  it('are zero for a class that has no image and is never predicted', () => {
    expect(classScores(confusionMatrix([0], [0], 2))[1]).toEqual({ precision: 0, recall: 0, f1: 0, support: 0 });
  });

  it('lie between 0 and 1, F1 between precision and recall and as their harmonic mean', () => {
    fc.assert(
      fc.property(answers, (pairs) => {
        for (const { precision, recall, f1, support } of classScores(matrixOf(pairs))) {
          for (const score of [precision, recall, f1]) expect(score >= 0 && score <= 1).toBe(true);
          const harmonic = precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
          expect(f1).toBeCloseTo(harmonic, 12);
          expect(f1).toBeLessThanOrEqual(Math.max(precision, recall) + 1e-12);
          expect(f1).toBeGreaterThanOrEqual(Math.min(precision, recall) - 1e-12);
          expect(Number.isInteger(support)).toBe(true);
        }
      }),
    );
  });

  it('have a weighted recall that is the accuracy', () => {
    fc.assert(
      fc.property(answers, (pairs) => {
        const matrix = matrixOf(pairs);
        expect(weightedAverage(classScores(matrix)).recall).toBeCloseTo(accuracyOf(matrix), 12);
        expect(accuracyOf(matrix)).toBeCloseTo(pairs.filter(([a, b]) => a === b).length / pairs.length, 12);
      }),
    );
  });
});
