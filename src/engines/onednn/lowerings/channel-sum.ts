// Gradients of a factor and of a bias for each channel that do not come out of a weight gradient: one reduction.
import type { Node } from '../../../graph/node.ts';
import type { ChannelAttrs } from '../../../graph/op-attrs.ts';
import type { Value } from '../plan/block.ts';
import type { ProgramBuilder } from '../program-builder.ts';
import { binary } from './arithmetic.ts';
import type { Lowering } from './lowering.ts';
import { reduce } from './reduce.ts';

export const channelSum: Lowering<'channelSum'> = (builder, node) => {
  const [dy] = node.inputs;
  define(builder, node, dy, builder.readPlain(dy));
};

export const channelProductSum: Lowering<'channelProductSum'> = (builder, node) => {
  const [x, dy] = node.inputs;
  define(builder, node, x, binary(builder, 'multiply', builder.readPlain(x), builder.readPlain(dy)));
};

/** @param values plain */
function define(
  builder: ProgramBuilder,
  node: Node & { readonly attrs: ChannelAttrs },
  { shape }: Node,
  values: Value,
): void {
  const sums = shape.map((length, axis) => (axis === node.attrs.axis ? length : 1));
  const y = reduce(builder, 'sum', values, shape, sums);
  builder.define(node, { ...y, layout: builder.plain(node.shape) });
}
