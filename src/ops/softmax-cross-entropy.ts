// Softmax and cross-entropy in one, as the mean over rows: logits [N, K], labels [N] → [1].
//   loss = mean over n of  log Σ exp(z[n]) − z[n, label[n]]     dz = (softmax(z) − onehot(label)) / N
import type { InferenceContext, OpDefinition } from '../graph/op-definition.ts';
import { magnitudeOf } from '../graph/value-range.ts';

export const softmaxCrossEntropy: OpDefinition<'softmaxCrossEntropy'> = {
  operands: ['logits', 'labels'],
  infer: inferFromLogits,
  gradient({ graph, node, dy }) {
    const gradient = graph.add('softmaxCrossEntropyGradient', {}, node.inputs);
    return [graph.add('multiply', {}, [gradient, dy]), undefined];
  },
  range: ({ inputs: [{ shape }] }, [logits]) => ({ low: 0, high: 2 * magnitudeOf(logits) + Math.log(shape[1]) }),
};

export const softmaxCrossEntropyGradient: OpDefinition<'softmaxCrossEntropyGradient'> = {
  operands: ['logits', 'labels'],
  infer: ({ inputs: [logits] }) => logits,
};

/** How many rows have their (first) largest logit at the label; a float32, so that every result has one dtype. */
export const countCorrect: OpDefinition<'countCorrect'> = {
  operands: ['logits', 'labels'],
  infer: inferFromLogits,
  range: ({ inputs: [{ shape }] }) => ({ low: 0, high: shape[0] }),
};

function inferFromLogits<K extends 'softmaxCrossEntropy' | 'countCorrect'>({
  inputs: [logits, labels],
  fail,
}: InferenceContext<K>) {
  if (logits.shape.length !== 2) fail('expects logits [N, classes]', 'end the model with a Linear layer');
  if (labels.dtype !== 'int32' || labels.shape.length !== 1 || labels.shape[0] !== logits.shape[0]) {
    fail('expects one int32 label a row');
  }
  return { shape: [1], dtype: 'float32' } as const;
}
