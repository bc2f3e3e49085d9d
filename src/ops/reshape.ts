// The same numbers in the same order under another shape.
import type { OpDefinition } from '../graph/op-definition.ts';
import { sameShape, sizeOf } from '../graph/shape.ts';

export const reshape: OpDefinition<'reshape'> = {
  operands: ['x'],

  infer({ attrs: { shape }, inputs: [x], fail }) {
    if (sizeOf(shape) !== sizeOf(x.shape)) fail(`cannot view ${sizeOf(x.shape)} elements as [${shape}]`);
    return { shape, dtype: x.dtype };
  },

  range: (_, [x]) => x,

  gradient: ({ graph, node, dy }) => [graph.add('reshape', { shape: node.inputs[0].shape }, [dy])],
  isIdentity: ({ attrs, inputs: [x] }) => sameShape(attrs.shape, x.shape),
};
