// One output element from the input elements at the same place, and the largest of all.
import type { Lowering } from '../lowering.ts';
import { float, int } from '../onnx-builder.ts';

export const relu: Lowering<'relu'> = (onnx, _, inputs) => onnx.op('Relu', inputs);
export const sigmoid: Lowering<'sigmoid'> = (onnx, _, inputs) => onnx.op('Sigmoid', inputs);
export const tanh: Lowering<'tanh'> = (onnx, _, inputs) => onnx.op('Tanh', inputs);
export const leakyRelu: Lowering<'leakyRelu'> = (onnx, { attrs }, inputs) =>
  onnx.op('LeakyRelu', inputs, { alpha: float(attrs.negativeSlope) });
export const add: Lowering<'add'> = (onnx, _, inputs) => onnx.op('Add', inputs);
export const subtract: Lowering<'subtract'> = (onnx, _, inputs) => onnx.op('Sub', inputs);
export const multiply: Lowering<'multiply'> = (onnx, _, inputs) => onnx.op('Mul', inputs);
export const divide: Lowering<'divide'> = (onnx, _, inputs) => onnx.op('Div', inputs);
export const squareRoot: Lowering<'squareRoot'> = (onnx, _, inputs) => onnx.op('Sqrt', inputs);
export const constant: Lowering<'constant'> = (onnx, { attrs, shape }) => onnx.filled(attrs.value, shape);

export const scale: Lowering<'scale'> = (onnx, { attrs: { factor, offset = 0 } }, [a]) => {
  const product = factor === 1 && offset !== 0 ? a : onnx.multiply(a, onnx.filled(factor));
  return offset === 0 ? product : onnx.add(product, onnx.filled(offset));
};

/** A product with a mask of ones and zeros: faster here than Where. */
export const reluGradient: Lowering<'reluGradient'> = (onnx, _, [y, dy]) =>
  onnx.multiply(dy, onnx.toFloat(onnx.op('Greater', [y, onnx.filled(0)])));

export const sigmoidGradient: Lowering<'sigmoidGradient'> = (onnx, _, [y, dy]) =>
  onnx.multiply(dy, onnx.multiply(y, onnx.subtract(onnx.filled(1), y)));

export const tanhGradient: Lowering<'tanhGradient'> = (onnx, _, [y, dy]) =>
  onnx.multiply(dy, onnx.subtract(onnx.filled(1), onnx.multiply(y, y)));

export const leakyReluGradient: Lowering<'leakyReluGradient'> = (onnx, { attrs: { negativeSlope } }, [x, dy]) =>
  onnx.multiply(
    dy,
    onnx.op('Where', [onnx.op('Greater', [x, onnx.filled(0)]), onnx.filled(1), onnx.filled(negativeSlope)]),
  );

/** A Flatten where that suffices: it names no batch size, so that an exported model takes any. */
export const reshape: Lowering<'reshape'> = (onnx, { shape, inputs: [{ shape: from }] }, [x]) =>
  shape.length === 2 && shape[0] === from[0] ? onnx.op('Flatten', [x], { axis: int(1) }) : onnx.reshape(x, shape);

export const largest: Lowering<'largest'> = (onnx, _, [x]) =>
  onnx.reshape(onnx.op('ReduceMax', [x], { keepdims: int(0) }), [1]);
