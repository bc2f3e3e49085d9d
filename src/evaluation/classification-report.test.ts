import { describe, expect, it } from 'vitest';
import { classificationReport } from './classification-report.ts';
import type { Predictions } from './predict-dataset.ts';

/** Two classes, so that a probability is a sigmoid of the difference. */
function predictions(labels: readonly number[], logits: readonly (readonly [number, number])[]): Predictions {
  return {
    dataset: {
      name: 'by hand',
      images: new Uint8Array(labels.length),
      labels: Uint8Array.from(labels),
      count: labels.length,
      rows: 1,
      columns: 1,
      classNames: ['cat', 'dog'],
      sha256: 'abc',
    },
    classCount: 2,
    logits: Float32Array.from(logits.flat()),
  };
}

const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));

describe('the classification report', () => {
  const report = classificationReport(
    predictions(
      [0, 0, 1, 1, 1],
      [
        [2, 0],
        [0, 1],
        [1000, 1003],
        [3, 0],
        [0, 0],
      ],
    ),
  );

  it('has accuracy and mean cross-entropy', () => {
    expect(report.accuracy).toBe(2 / 5);
    const losses = [sigmoid(2), sigmoid(-1), sigmoid(3), sigmoid(-3), sigmoid(0)].map((p) => -Math.log(p));
    expect(report.loss).toBeCloseTo(losses.reduce((sum, loss) => sum + loss, 0) / 5, 12);
  });

  it('names dataset and classes', () => {
    expect(report.dataset).toEqual({ name: 'by hand', sha256: 'abc', images: 5 });
    expect(report.classNames).toEqual(['cat', 'dog']);
    expect(report.classes.map(({ name, support }) => [name, support])).toEqual([
      ['cat', 2],
      ['dog', 3],
    ]);
  });

  it('lists the wrong answers, the surest first', () => {
    expect(report.mistakes.map(({ index, label, predicted }) => [index, label, predicted])).toEqual([
      [3, 1, 0],
      [1, 0, 1],
      [4, 1, 0],
    ]);
    for (const [rank, logit] of [3, 1, 0].entries()) {
      expect(report.mistakes[rank].probability).toBeCloseTo(sigmoid(logit), 12);
    }
  });

  it('keeps as many of them as it is asked to, and no more than there are by default', () => {
    const many = predictions(
      Array(30).fill(0),
      Array.from({ length: 30 }, (_, index) => [0, index + 1] as const),
    );
    expect(classificationReport(many).mistakes.map(({ index }) => index)).toEqual(
      Array.from({ length: 24 }, (_, rank) => 29 - rank),
    );
    expect(classificationReport(many, { mistakes: 1 }).mistakes).toHaveLength(1);
    expect(() => classificationReport(many, { mistakes: -1 })).toThrow('mistakes is -1');
  });

  it('survives JSON as it is, also for a diverged model', () => {
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    const diverged = classificationReport(
      predictions(
        [0, 1],
        [
          [Number.NaN, Number.NaN],
          [0, 1],
        ],
      ),
    );
    expect(diverged).toMatchObject({ loss: null, accuracy: 1, mistakes: [] });
    expect(JSON.parse(JSON.stringify(diverged))).toEqual(diverged);
  });

  it('has no loss where the right answer is held for impossible', () => {
    expect(classificationReport(predictions([0], [[Number.NEGATIVE_INFINITY, 0]])).loss).toBeNull();
  });
});
