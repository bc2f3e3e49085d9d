// One output element from the input elements at the same place, and the largest of all.
import type { OpName } from '../../graph/op-attrs.ts';
import { sizeOf } from '../../graph/shape.ts';
import type { Kernel } from './kernel.ts';

function unary<K extends OpName>(apply: (a: number) => number): Kernel<K> {
  return (_, [a]) => a.map(apply);
}

/** The second operand may be a single number. */
function binary<K extends OpName>(apply: (a: number, b: number) => number): Kernel<K> {
  return (_, [a, b]) => a.map((value, index) => apply(value, b.length === 1 ? b[0] : b[index]));
}

export const relu: Kernel<'relu'> = unary((x) => Math.max(x, 0));
/** Written so that dy goes through where y is NaN, as in PyTorch. */
export const reluGradient: Kernel<'reluGradient'> = binary((y, dy) => (y <= 0 ? 0 : dy));
export const sigmoid: Kernel<'sigmoid'> = unary((x) => 1 / (1 + Math.exp(-x)));
export const sigmoidGradient: Kernel<'sigmoidGradient'> = binary((y, dy) => dy * y * (1 - y));
export const tanh: Kernel<'tanh'> = unary(Math.tanh);
export const tanhGradient: Kernel<'tanhGradient'> = binary((y, dy) => dy * (1 - y * y));
export const leakyRelu: Kernel<'leakyRelu'> = ({ attrs }, [x]) => x.map((a) => (a > 0 ? a : attrs.negativeSlope * a));
export const leakyReluGradient: Kernel<'leakyReluGradient'> = ({ attrs }, [x, dy]) =>
  dy.map((value, index) => (x[index] > 0 ? value : attrs.negativeSlope * value));
export const add: Kernel<'add'> = binary((a, b) => a + b);
export const subtract: Kernel<'subtract'> = binary((a, b) => a - b);
export const multiply: Kernel<'multiply'> = binary((a, b) => a * b);
export const divide: Kernel<'divide'> = binary((a, b) => a / b);
export const squareRoot: Kernel<'squareRoot'> = unary(Math.sqrt);
export const scale: Kernel<'scale'> = ({ attrs: { factor, offset = 0 } }, [a]) =>
  a.map((value) => value * factor + offset);
export const reshape: Kernel<'reshape'> = (_, [x]) => x;
export const constant: Kernel<'constant'> = ({ shape, attrs }) => new Float64Array(sizeOf(shape)).fill(attrs.value);
export const largest: Kernel<'largest'> = (_, [x]) => Float64Array.of(x.reduce((most, value) => Math.max(most, value)));
