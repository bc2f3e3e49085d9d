// Softmax cross-entropy, its gradient, and the count of correct predictions.
import type { Kernel } from './kernel.ts';

/** Rows of [N, K] as views. */
function rowsOf(values: Float64Array, columns: number): Float64Array[] {
  return Array.from({ length: values.length / columns }, (_, row) =>
    values.subarray(row * columns, (row + 1) * columns),
  );
}

/** log Σ exp(z), without overflow. */
function logSumExp(row: Float64Array): number {
  const maximum = Math.max(...row);
  return maximum + Math.log(row.reduce((sum, z) => sum + Math.exp(z - maximum), 0));
}

export const softmaxCrossEntropy: Kernel<'softmaxCrossEntropy'> = ({ inputs: [{ shape }] }, [logits, labels]) => {
  const losses = rowsOf(logits, shape[1]).map((row, index) => logSumExp(row) - row[labels[index]]);
  return Float64Array.of(losses.reduce((sum, loss) => sum + loss, 0) / losses.length);
};

export const softmaxCrossEntropyGradient: Kernel<'softmaxCrossEntropyGradient'> = ({ shape }, [logits, labels]) => {
  const [n, k] = shape;
  const gradient = new Float64Array(n * k);
  for (const [index, row] of rowsOf(logits, k).entries()) {
    const normaliser = logSumExp(row);
    for (const [label, z] of row.entries()) {
      gradient[index * k + label] = (Math.exp(z - normaliser) - (label === labels[index] ? 1 : 0)) / n;
    }
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
