// Softmax cross-entropy, its gradient, and the count of correct predictions.
import type { TargetAttrs } from '../../../graph/op-attrs.ts';
import type { Lowering } from '../lowering.ts';
import { int, ints, type OnnxBuilder, type ValueName } from '../onnx-builder.ts';

export const softmaxCrossEntropy: Lowering<'softmaxCrossEntropy'> = (
  onnx,
  { attrs, inputs: [{ shape }] },
  [z, labels],
) => {
  const logProbabilities = logSoftmax(onnx, z);
  const sum = onnx.sum(onnx.multiply(logProbabilities, targets(onnx, labels, shape[1], attrs)), [0, 1]);
  return onnx.reshape(onnx.op('Neg', [sum]), [1]);
};

export const softmaxCrossEntropyGradient: Lowering<'softmaxCrossEntropyGradient'> = (
  onnx,
  { attrs, shape },
  [z, labels],
) => {
  const probabilities = onnx.op('Softmax', [z], { axis: int(1) });
  const wanted = targets(onnx, labels, shape[1], attrs);
  if (attrs.classWeights === undefined) return onnx.subtract(probabilities, wanted);
  const totals = onnx.op('ReduceSum', [wanted, onnx.ints([1])], { keepdims: int(1) });
  return onnx.subtract(onnx.multiply(probabilities, totals), wanted);
};

export const labelWeight: Lowering<'labelWeight'> = (onnx, { attrs, inputs: [{ shape }] }, [labels]) => {
  if (attrs.classWeights === undefined) return onnx.filled(shape[0], [1]);
  const weights = onnx.op('Gather', [onnx.floats(attrs.classWeights), labels], { axis: int(0) });
  return onnx.reshape(onnx.sum(weights, [0]), [1]);
};

export const countCorrect: Lowering<'countCorrect'> = (onnx, { inputs: [zNode] }, [z, labels]) => {
  return onnx.reshape(onnx.sum(onnx.isEqual(firstLargest(onnx, z, zNode.shape[1]), onnx.toFloat(labels)), [0]), [1]);
};

/** [N] → [N, classes] */
function targets(onnx: OnnxBuilder, labels: ValueName, classes: number, attrs: TargetAttrs): ValueName {
  const { labelSmoothing, classWeights } = attrs;
  const hard = oneHot(onnx, labels, classes);
  if (labelSmoothing === 0 && classWeights === undefined) return hard;
  const weights = onnx.floats(classWeights ?? new Array<number>(classes).fill(1));
  const kept = onnx.multiply(onnx.multiply(hard, weights), onnx.filled(1 - labelSmoothing));
  return onnx.add(kept, onnx.multiply(weights, onnx.filled(labelSmoothing / classes)));
}

/** [N] → [N, classes] of ones and zeros. */
function oneHot(onnx: OnnxBuilder, labels: ValueName, classes: number): ValueName {
  return onnx.isEqual(onnx.reshape(onnx.toFloat(labels), [-1, 1]), classIndices(onnx, classes));
}

/** [N, classes] → [N]: index of the largest, of several equal ones the first; a float, which no provider lacks. */
function firstLargest(onnx: OnnxBuilder, z: ValueName, classes: number): ValueName {
  if (!onnx.tuning.lacks.has('ArgMax')) {
    return onnx.toFloat(onnx.op('ArgMax', [z], { axis: int(1), keepdims: int(0) }));
  }
  const isLargest = onnx.op('Equal', [z, largestOfRow(onnx, z)]);
  const candidates = onnx.op('Where', [isLargest, classIndices(onnx, classes), onnx.filled(classes)]);
  return onnx.op('ReduceMin', [candidates], { axes: ints([1]), keepdims: int(0) });
}

function classIndices(onnx: OnnxBuilder, classes: number): ValueName {
  return onnx.floats(Array.from({ length: classes }, (_, index) => index));
}

function largestOfRow(onnx: OnnxBuilder, z: ValueName): ValueName {
  return onnx.op('ReduceMax', [z], { axes: ints([1]), keepdims: int(1) });
}

function logSoftmax(onnx: OnnxBuilder, z: ValueName): ValueName {
  if (!onnx.tuning.lacks.has('LogSoftmax')) return onnx.op('LogSoftmax', [z], { axis: int(1) });
  const below = onnx.subtract(z, largestOfRow(onnx, z));
  const sum = onnx.op('ReduceSum', [onnx.op('Exp', [below]), onnx.ints([1])], { keepdims: int(1) });
  return onnx.subtract(below, onnx.op('Log', [sum]));
}
