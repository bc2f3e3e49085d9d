// Local response normalisation and its gradient in ONNX. The operator LRN is left aside: in onnxruntime it runs on one
// thread, adds and subtracts squares as its window moves along, which loses digits, and takes odd windows alone. The mean
// over neighbouring channels is an average pool of [N, 1, C, the rest] with a kernel of one column.
import type { LocalResponseNormAttrs } from '../../../graph/op-attrs.ts';
import { type Shape, sizeOf } from '../../../graph/shape.ts';
import { windowSides } from '../../../ops/local-response-norm.ts';
import type { Lowering } from '../lowering.ts';
import { int, ints, type OnnxBuilder, type ValueName } from '../onnx-builder.ts';

export const localResponseNorm: Lowering<'localResponseNorm'> = (onnx, { shape, attrs }, [x]) =>
  onnx.multiply(x, power(onnx, denominators(onnx, x, shape, attrs), attrs));

export const localResponseNormGradient: Lowering<'localResponseNormGradient'> = (onnx, node, [x, y, dy]) => {
  const { shape, attrs } = node;
  const [before, after] = windowSides(attrs);
  const d = denominators(onnx, x, shape, attrs);
  const shares = onnx.op('Div', [onnx.multiply(dy, y), d]);
  const factor = onnx.filled(2 * attrs.alpha * attrs.beta);
  const indirect = onnx.multiply(onnx.multiply(x, factor), channelMeans(onnx, shares, shape, after, before));
  return onnx.subtract(onnx.multiply(dy, power(onnx, d, attrs)), indirect);
};

/** d; onnxruntime computes it once for the value and its gradient. */
function denominators(onnx: OnnxBuilder, x: ValueName, shape: Shape, attrs: LocalResponseNormAttrs): ValueName {
  const means = channelMeans(onnx, onnx.multiply(x, x), shape, ...windowSides(attrs));
  return onnx.add(onnx.multiply(means, onnx.filled(attrs.alpha)), onnx.filled(attrs.k));
}

function power(onnx: OnnxBuilder, d: ValueName, { beta }: LocalResponseNormAttrs): ValueName {
  return onnx.op('Pow', [d, onnx.filled(-beta)]);
}

/** Means over before + 1 + after channels; channels that do not exist count as zeros. */
function channelMeans(onnx: OnnxBuilder, x: ValueName, shape: Shape, before: number, after: number): ValueName {
  // 0 keeps the batch size, so that an exported model takes any.
  const [, c, ...image] = shape;
  const means = onnx.op('AveragePool', [onnx.reshape(x, [0, 1, c, sizeOf(image)])], {
    kernel_shape: ints([before + 1 + after, 1]),
    strides: ints([1, 1]),
    pads: ints([before, 0, after, 0]),
    count_include_pad: int(1),
  });
  return onnx.reshape(means, [0, c, ...image]);
}
