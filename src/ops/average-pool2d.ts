// Mean over a sliding window; padding counts as zeros (PyTorch's count_include_pad).
// A window as large as the image makes it the global average pool.
import type { OpDefinition } from '../graph/op-definition.ts';
import { union, within } from '../graph/value-range.ts';
import { inferPool } from './max-pool2d.ts';

export const averagePool2d: OpDefinition<'averagePool2d'> = {
  operands: ['x'],
  infer: (context) => inferPool(context, context.attrs),
  gradient: ({ graph, node, dy }) => [
    graph.add('averagePool2dGradient', { ...node.attrs, inputShape: node.inputs[0].shape }, [dy]),
  ],
  // Zeros of the padding may count.
  range: (_, [x]) => union([x, within(0)]),
};

export const averagePool2dGradient: OpDefinition<'averagePool2dGradient'> = {
  operands: ['dy'],
  infer: ({ attrs }) => ({ shape: attrs.inputShape, dtype: 'float32' }),
};
