// A scale and a shift for each channel, and the sums over everything else that are their gradients.
import { type Shape, sizeOf } from '../../../graph/shape.ts';
import type { Lowering } from '../lowering.ts';
import type { OnnxBuilder, ValueName } from '../onnx-builder.ts';
import { channelsFirst } from './conv2d.ts';

export const channelAffine: Lowering<'channelAffine'> = (onnx, { shape, attrs: { axis } }, [x, scale, shift]) => {
  const product = onnx.multiply(x, alongAxis(onnx, scale, shape, axis));
  return shift === undefined ? product : onnx.add(product, alongAxis(onnx, shift, shape, axis));
};

/** One number for each channel, [C], so that it goes with values of the shape. */
export function alongAxis(onnx: OnnxBuilder, values: ValueName, shape: Shape, axis: number): ValueName {
  const inner = shape.slice(axis + 1).map(() => 1);
  return inner.length === 0 ? values : onnx.reshape(values, [shape[axis], ...inner]);
}

export const channelSum: Lowering<'channelSum'> = (onnx, { attrs: { axis }, inputs: [{ shape }] }, [dy]) =>
  sumOfChannels(onnx, dy, shape, axis);

export const channelProductSum: Lowering<'channelProductSum'> = (onnx, { attrs, inputs: [{ shape }] }, [x, dy]) =>
  sumOfChannels(onnx, onnx.multiply(x, dy), shape, attrs.axis);

/** Sums over contiguous rows, in the layout that the weight gradient needs too, so that both share the transpose. */
function sumOfChannels(onnx: OnnxBuilder, x: ValueName, shape: Shape, axis: number): ValueName {
  if (axis === 0) return onnx.sum(onnx.reshape(x, [shape[0], sizeOf(shape.slice(1))]), [1]);
  if (shape.length === 2) return onnx.sum(x, [0]);
  const [n, c, ...image] = shape;
  if (image.length !== 2) return onnx.sum(onnx.reshape(x, [n, c, sizeOf(image)]), [0, 2]);
  return onnx.sum(onnx.reshape(channelsFirst(onnx, x), [c, n * sizeOf(image)]), [1]);
}
