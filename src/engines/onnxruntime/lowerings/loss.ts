// Softmax cross-entropy, its gradient, and the count of correct predictions.
import type { Lowering } from '../lowering.ts';
import { int, type OnnxBuilder, type ValueName } from '../onnx-builder.ts';

export const softmaxCrossEntropy: Lowering<'softmaxCrossEntropy'> = (onnx, { inputs: [{ shape }] }, [z, labels]) => {
  const logProbabilities = onnx.op('LogSoftmax', [z], { axis: int(1) });
  const sum = onnx.sum(onnx.multiply(logProbabilities, oneHot(onnx, labels, shape[1])), [0, 1]);
  return onnx.reshape(onnx.multiply(sum, onnx.filled(-1 / shape[0])), [1]);
};

export const softmaxCrossEntropyGradient: Lowering<'softmaxCrossEntropyGradient'> = (onnx, { shape }, [z, labels]) => {
  const probabilities = onnx.op('Softmax', [z], { axis: int(1) });
  const difference = onnx.subtract(probabilities, oneHot(onnx, labels, shape[1]));
  return onnx.multiply(difference, onnx.filled(1 / shape[0]));
};

export const countCorrect: Lowering<'countCorrect'> = (onnx, _, [z, labels]) => {
  const predictions = onnx.op('ArgMax', [z], { axis: int(1), keepdims: int(0) });
  return onnx.reshape(onnx.sum(onnx.isEqual(predictions, onnx.toInt64(labels)), [0]), [1]);
};

/** [N] → [N, classes] of ones and zeros. */
function oneHot(onnx: OnnxBuilder, labels: ValueName, classes: number): ValueName {
  const offAndOn = onnx.concat([onnx.filled(0, [1]), onnx.filled(1, [1])], 0);
  return onnx.op('OneHot', [onnx.toInt64(labels), onnx.ints([classes]), offAndOn], { axis: int(1) });
}
