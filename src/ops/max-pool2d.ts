// Maximum over a sliding window; padding counts as −∞.
// The gradient goes to the first maximum of each window in row-major order, as in PyTorch. Regions of one colour
// give exact ties at non-zero values, so the rule decides real gradients.
import type { Pair, PoolAttrs } from '../graph/op-attrs.ts';
import type { InferenceContext, OpDefinition } from '../graph/op-definition.ts';
import type { ValueType } from '../graph/shape.ts';
import { requireImages, requireWindow } from './window.ts';

export const maxPool2d: OpDefinition<'maxPool2d'> = {
  operands: ['x'],
  infer: (context) => inferPool(context, context.attrs),
  gradient: ({ graph, node, dy }) => [graph.add('maxPool2dGradient', node.attrs, [node.inputs[0], node, dy])],
  range: (_, [x]) => x,
};

export const maxPool2dGradient: OpDefinition<'maxPool2dGradient'> = {
  operands: ['x', 'y', 'dy'],
  infer: ({ inputs: [x] }) => x,
};

/** The type rule of both kinds of pooling. */
export function inferPool<K extends 'maxPool2d' | 'averagePool2d'>(
  context: InferenceContext<K>,
  attrs: PoolAttrs,
): ValueType {
  const { kernel, padding } = attrs;
  const [n, c, h, w] = requireImages(context, context.inputs[0]);
  const isTooMuch = (axis: keyof Pair & (0 | 1)) => padding[axis] > kernel[axis] / 2;
  if (isTooMuch(0) || isTooMuch(1)) context.fail(`padding ${padding} is more than half of the kernel ${kernel}`);
  return { shape: [n, c, ...requireWindow(context, [h, w], kernel, attrs)], dtype: 'float32' };
}
