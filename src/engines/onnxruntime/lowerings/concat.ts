// Joining and cutting along an axis.
import type { Lowering } from '../lowering.ts';

export const concat: Lowering<'concat'> = (onnx, { attrs }, inputs) => onnx.concat(inputs, attrs.axis);

export const slice: Lowering<'slice'> = (onnx, { attrs: { axis, start, end } }, [x]) => onnx.slice(x, axis, start, end);

export const padSlice: Lowering<'padSlice'> = (onnx, { attrs, inputs: [{ shape }] }, [dy]) => {
  const { axis, start, inputShape } = attrs;
  return onnx.grow(dy, shape, axis, { before: start, after: inputShape[axis] - start - shape[axis] });
};
