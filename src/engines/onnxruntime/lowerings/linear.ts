// Fully connected layer and its gradients.
import type { Lowering } from '../lowering.ts';
import { int } from '../onnx-builder.ts';

export const linear: Lowering<'linear'> = (onnx, _, inputs) => onnx.op('Gemm', inputs, { transB: int(1) });

export const linearInputGradient: Lowering<'linearInputGradient'> = (onnx, _, [dy, w]) => onnx.op('Gemm', [dy, w]);

export const linearWeightGradient: Lowering<'linearWeightGradient'> = (onnx, _, [x, dy]) =>
  onnx.op('Gemm', [dy, x], { transA: int(1) });
