// Fully connected layer, its gradients, and the sum that is a bias' gradient.
import { sizeOf } from '../../../graph/shape.ts';
import type { Lowering } from '../lowering.ts';
import { int } from '../onnx-builder.ts';
import { channelsFirst } from './conv2d.ts';

export const linear: Lowering<'linear'> = (onnx, _, inputs) => onnx.op('Gemm', inputs, { transB: int(1) });

export const linearInputGradient: Lowering<'linearInputGradient'> = (onnx, _, [dy, w]) => onnx.op('Gemm', [dy, w]);

export const linearWeightGradient: Lowering<'linearWeightGradient'> = (onnx, _, [x, dy]) =>
  onnx.op('Gemm', [dy, x], { transA: int(1) });

/** Over contiguous rows, in the layout that the weight gradient needs as well, so that they share the transpose. */
export const channelSum: Lowering<'channelSum'> = (onnx, { inputs: [{ shape }] }, [dy]) => {
  if (shape.length === 2) return onnx.sum(dy, [0]);
  const [n, c, ...image] = shape;
  return onnx.sum(onnx.reshape(channelsFirst(onnx, dy), [c, n * sizeOf(image)]), [1]);
};
