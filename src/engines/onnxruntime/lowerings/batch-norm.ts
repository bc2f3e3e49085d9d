// Batch normalisation by the statistics of the batch. ONNX's BatchNormalization does it in training builds of the runtime
// alone, so it is composed; what its gradients compute once more, the runtime finds and computes once.
import type { Node } from '../../../graph/node.ts';
import { valuesOfChannel } from '../../../ops/batch-norm.ts';
import type { Lowering } from '../lowering.ts';
import { int, ints, type OnnxBuilder, type ValueName } from '../onnx-builder.ts';
import { alongAxis } from './channels.ts';

export const batchNorm: Lowering<'batchNorm'> = (onnx, node, [x, w, b]) => {
  const { centred, inverse } = normalise(onnx, node.inputs[0], x, node.attrs.epsilon);
  const scale = w === undefined ? inverse : onnx.multiply(inverse, alongAxis(onnx, w, node.shape, 1));
  const scaled = onnx.multiply(centred, scale);
  return b === undefined ? scaled : onnx.add(scaled, alongAxis(onnx, b, node.shape, 1));
};

export const batchMean: Lowering<'batchMean'> = (onnx, { inputs: [xNode], shape }, [x]) =>
  onnx.reshape(mean(onnx, xNode, x), shape);

export const batchVariance: Lowering<'batchVariance'> = (onnx, { inputs: [xNode], shape }, [x]) =>
  onnx.reshape(variance(onnx, xNode, x).variance, shape);

export const batchNormInputGradient: Lowering<'batchNormInputGradient'> = (onnx, node, [x, dy, w]) => {
  const { centred, inverse } = normalise(onnx, node, x, node.attrs.epsilon);
  const normalised = onnx.multiply(centred, inverse);
  const share = onnx.filled(1 / valuesOfChannel(node.shape));
  const db = onnx.multiply(sum(onnx, node, dy), share);
  const dw = onnx.multiply(sum(onnx, node, onnx.multiply(dy, normalised)), share);
  const rest = onnx.subtract(onnx.subtract(dy, db), onnx.multiply(normalised, dw));
  const scale = w === undefined ? inverse : onnx.multiply(inverse, alongAxis(onnx, w, node.shape, 1));
  return onnx.multiply(rest, scale);
};

export const batchNormWeightGradient: Lowering<'batchNormWeightGradient'> = (onnx, node, [x, dy]) => {
  const [xNode] = node.inputs;
  const { centred, inverse } = normalise(onnx, xNode, x, node.attrs.epsilon);
  const products = onnx.multiply(dy, onnx.multiply(centred, inverse));
  return onnx.reshape(sum(onnx, xNode, products), node.shape);
};

/** x − m, and 1 / √(v + ε) as [1, C, 1, …]. */
function normalise(onnx: OnnxBuilder, node: Node, x: ValueName, epsilon: number) {
  const { centred, variance: v } = variance(onnx, node, x);
  const deviation = onnx.op('Sqrt', [onnx.add(v, onnx.filled(epsilon))]);
  return { centred, inverse: onnx.op('Reciprocal', [deviation]) };
}

function variance(onnx: OnnxBuilder, node: Node, x: ValueName) {
  const centred = onnx.subtract(x, mean(onnx, node, x));
  return { centred, variance: mean(onnx, node, onnx.multiply(centred, centred)) };
}

function mean(onnx: OnnxBuilder, node: Node, x: ValueName): ValueName {
  return onnx.op('ReduceMean', [x], { axes: ints(axesBesideChannels(node)), keepdims: int(1) });
}

function sum(onnx: OnnxBuilder, node: Node, x: ValueName): ValueName {
  return onnx.op('ReduceSum', [x, onnx.ints(axesBesideChannels(node))], { keepdims: int(1) });
}

function axesBesideChannels({ shape }: Node): readonly number[] {
  return shape.flatMap((_, axis) => (axis === 1 ? [] : [axis]));
}
