// Softmax and cross-entropy in one, as the sum over rows: logits [N, C], labels [N] → [1]. Targets t: see TargetAttrs.
//   loss = Σ n,c  t[n,c]·(log Σ exp(z[n]) − z[n,c])     dz[n] = softmax(z[n])·Σ c t[n,c] − t[n]
// Who wants the mean divides by the sum of the labels' weights, as PyTorch does; that may come from several batches.
import type { TargetAttrs } from '../graph/op-attrs.ts';
import type { InferenceContext, OpDefinition } from '../graph/op-definition.ts';
import type { ValueType } from '../graph/shape.ts';
import { magnitudeOf } from '../graph/value-range.ts';

export const softmaxCrossEntropy: OpDefinition<'softmaxCrossEntropy'> = {
  operands: ['logits', 'labels'],
  infer: inferFromLogits,
  gradient({ graph, node, dy }) {
    const gradient = graph.add('softmaxCrossEntropyGradient', node.attrs, node.inputs);
    return [graph.add('multiply', {}, [gradient, dy]), undefined];
  },
  range({ attrs, inputs: [{ shape }] }, [logits]) {
    const [rows, classes] = shape;
    return { low: 0, high: rows * largestWeight(attrs) * (2 * magnitudeOf(logits) + Math.log(classes)) };
  },
};

export const softmaxCrossEntropyGradient: OpDefinition<'softmaxCrossEntropyGradient'> = {
  operands: ['logits', 'labels'],
  infer: ({ inputs: [logits] }) => logits,
};

/** The sum of the labels' weights. */
export const labelWeight: OpDefinition<'labelWeight'> = {
  operands: ['labels'],
  infer({ inputs: [labels], fail }) {
    requireLabels(labels, fail);
    return { shape: [1], dtype: 'float32' };
  },
  range: ({ attrs, inputs: [{ shape }] }) => ({ low: 0, high: shape[0] * largestWeight(attrs) }),
};

/** How many rows have their (first) largest logit at the label; a float32, so that every result has one dtype. */
export const countCorrect: OpDefinition<'countCorrect'> = {
  operands: ['logits', 'labels'],
  infer: inferFromLogits,
  range: ({ inputs: [{ shape }] }) => ({ low: 0, high: shape[0] }),
};

/** t[n,c] where c is the label. */
export function labelTarget(attrs: TargetAttrs, c: number, classes: number): number {
  return otherTarget(attrs, c, classes) + (1 - attrs.labelSmoothing) * (attrs.classWeights?.[c] ?? 1);
}

/** t[n,c] where c is not the label. */
export function otherTarget({ classWeights, labelSmoothing }: TargetAttrs, c: number, classes: number): number {
  return (labelSmoothing / classes) * (classWeights?.[c] ?? 1);
}

function inferFromLogits<K extends 'softmaxCrossEntropy' | 'countCorrect'>({
  attrs,
  inputs: [logits, labels],
  fail,
}: InferenceContext<K>) {
  if (logits.shape.length !== 2) fail('expects logits [N, classes]', 'end the model with a Linear layer');
  requireLabels(labels, fail, logits.shape[0]);
  const weights = 'classWeights' in attrs ? attrs.classWeights : undefined;
  if (weights !== undefined && weights.length !== logits.shape[1]) {
    fail(`has ${weights.length} class weights for ${logits.shape[1]} classes`, 'give one weight for each class');
  }
  return { shape: [1], dtype: 'float32' } as const;
}

function requireLabels({ shape, dtype }: ValueType, fail: (problem: string) => never, rows = shape[0]): void {
  if (dtype !== 'int32' || shape.length !== 1 || shape[0] !== rows) fail('expects one int32 label a row');
}

function largestWeight({ classWeights = [1] }: TargetAttrs): number {
  return Math.max(...classWeights);
}
