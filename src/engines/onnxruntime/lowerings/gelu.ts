// GELU and its gradient in ONNX, which has no operator for it before opset 20.
import type { Lowering } from '../lowering.ts';
import type { OnnxBuilder, ValueName } from '../onnx-builder.ts';

const steepness = Math.sqrt(2 / Math.PI);
const cubic = 0.044715;

export const gelu: Lowering<'gelu'> = (onnx, { attrs: { approximate } }, [x]) => {
  const half = onnx.multiply(x, onnx.filled(0.5));
  return onnx.multiply(half, onePlus(onnx, approximate === 'tanh' ? tanhOf(onnx, x) : erfOf(onnx, x)));
};

export const geluGradient: Lowering<'geluGradient'> = (onnx, { attrs: { approximate } }, [x, dy]) =>
  onnx.multiply(dy, approximate === 'tanh' ? tanhSlope(onnx, x) : normalSlope(onnx, x));

/** Φ(x) + x·φ(x) */
function normalSlope(onnx: OnnxBuilder, x: ValueName): ValueName {
  const probability = onnx.multiply(onePlus(onnx, erfOf(onnx, x)), onnx.filled(0.5));
  const exponent = onnx.multiply(onnx.multiply(x, x), onnx.filled(-0.5));
  const density = onnx.multiply(onnx.op('Exp', [exponent]), onnx.filled(1 / Math.sqrt(2 * Math.PI)));
  return onnx.add(probability, onnx.multiply(x, density));
}

/** ½·(1 + t) + ½·x·(1 − t²)·√(2/π)·(1 + 3·0.044715·x²) */
function tanhSlope(onnx: OnnxBuilder, x: ValueName): ValueName {
  const t = tanhOf(onnx, x);
  const probability = onnx.multiply(onePlus(onnx, t), onnx.filled(0.5));
  const square = onnx.multiply(onnx.multiply(x, x), onnx.filled(1.5 * cubic * steepness));
  const inner = onnx.multiply(x, onnx.add(square, onnx.filled(steepness / 2)));
  const sides = onnx.subtract(onnx.filled(1), onnx.multiply(t, t));
  return onnx.add(probability, onnx.multiply(inner, sides));
}

function onePlus(onnx: OnnxBuilder, x: ValueName): ValueName {
  return onnx.add(x, onnx.filled(1));
}

function erfOf(onnx: OnnxBuilder, x: ValueName): ValueName {
  return onnx.op('Erf', [onnx.multiply(x, onnx.filled(Math.SQRT1_2))]);
}

function tanhOf(onnx: OnnxBuilder, x: ValueName): ValueName {
  const square = onnx.multiply(onnx.multiply(x, x), onnx.filled(cubic * steepness));
  return onnx.op('Tanh', [onnx.multiply(x, onnx.add(square, onnx.filled(steepness)))]);
}
