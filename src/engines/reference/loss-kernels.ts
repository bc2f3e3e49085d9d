// Softmax cross-entropy, its gradient, and the count of correct predictions.
import type { TargetAttrs } from '../../graph/op-attrs.ts';
import { labelTarget, otherTarget } from '../../ops/softmax-cross-entropy.ts';
import type { Kernel } from './kernel.ts';

/** Rows of [N, K] as views. */
function rowsOf(values: Float64Array, columns: number): Float64Array[] {
  return Array.from({ length: values.length / columns }, (_, row) =>
    values.subarray(row * columns, (row + 1) * columns),
  );
}

function targetsOf(attrs: TargetAttrs, label: number, classes: number): readonly number[] {
  const targetOf = (c: number) => (c === label ? labelTarget : otherTarget)(attrs, c, classes);
  return Array.from({ length: classes }, (_, c) => targetOf(c));
}

/** log Σ exp(z), without overflow. */
function logSumExp(row: Float64Array): number {
  const maximum = Math.max(...row);
  return maximum + Math.log(row.reduce((sum, z) => sum + Math.exp(z - maximum), 0));
}

export const softmaxCrossEntropy: Kernel<'softmaxCrossEntropy'> = (
  { attrs, inputs: [{ shape }] },
  [logits, labels],
) => {
  const losses = rowsOf(logits, shape[1]).map((row, index) => {
    const normaliser = logSumExp(row);
    const targets = targetsOf(attrs, labels[index], row.length);
    // A target of 0 takes nothing, also of what is infinitely unlikely.
    return targets.reduce((sum, target, c) => (target === 0 ? sum : sum + target * (normaliser - row[c])), 0);
  });
  return Float64Array.of(losses.reduce((sum, loss) => sum + loss, 0));
};

export const labelWeight: Kernel<'labelWeight'> = ({ attrs: { classWeights } }, [labels]) =>
  Float64Array.of(labels.reduce((sum, label) => sum + (classWeights?.[label] ?? 1), 0));

export const softmaxCrossEntropyGradient: Kernel<'softmaxCrossEntropyGradient'> = (
  { attrs, shape },
  [logits, labels],
) => {
  const [n, k] = shape;
  const gradient = new Float64Array(n * k);
  for (const [index, row] of rowsOf(logits, k).entries()) {
    const normaliser = logSumExp(row);
    const targets = targetsOf(attrs, labels[index], k);
    const total = targets.reduce((sum, target) => sum + target, 0);
    for (const [c, z] of row.entries()) gradient[index * k + c] = Math.exp(z - normaliser) * total - targets[c];
  }
  return gradient;
};

export const countCorrect: Kernel<'countCorrect'> = ({ inputs: [{ shape }] }, [logits, labels]) => {
  // A NaN is the largest, as in PyTorch.
  const predict = (row: Float64Array) =>
    row.some(Number.isNaN) ? row.findIndex(Number.isNaN) : row.indexOf(Math.max(...row));
  const isCorrect = (row: Float64Array, index: number) => predict(row) === labels[index];
  return Float64Array.of(rowsOf(logits, shape[1]).filter(isCorrect).length);
};
