// Gradient of a bias that does not come out of a weight gradient: one reduction.
import { sizeOf } from '../../../graph/shape.ts';
import type { Lowering } from './lowering.ts';
import { reduce } from './reduce.ts';

export const channelSum: Lowering<'channelSum'> = (builder, node) => {
  const [dy] = node.inputs;
  const sums = dy.shape.map((length, axis) => (axis === 1 ? length : 1));
  const y = reduce(builder, 'sum', builder.readPlain(dy), dy.shape, sums);
  builder.define(node, { ...y, layout: builder.plain([sizeOf(sums)]) });
};
