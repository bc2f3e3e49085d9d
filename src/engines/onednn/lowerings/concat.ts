// Joining, cutting and viewing. A cut is a window into its operand, without a copy, where the layout can express it.
import type { NodeOf } from '../../../graph/node.ts';
import type { Shape } from '../../../graph/shape.ts';
import { layoutOf } from './layout-of.ts';
import type { Lowering } from './lowering.ts';

export const concat: Lowering<'concat'> = (builder, node) => {
  const { abi, oneDnn } = builder;
  const dense = isOnBlocks(node) ? node.inputs.map((input) => builder.readDense(input)) : [];
  const storages = new Set(dense.map(({ layout }) => abi.storageOf(layout)));
  const [storage] = storages;
  const isPlain = storages.size !== 1;
  const xs = isPlain ? node.inputs.map((input) => builder.readPlain(input)) : dense;
  const layouts = xs.map(({ layout }) => layout);
  const wanted = isPlain ? builder.plain(node.shape) : builder.any(node.shape, storage);
  const primitive = abi.concat({ xs: layouts, y: wanted }, node.attrs, oneDnn.plainAttributes);
  const y = builder.place(node, layoutOf(builder, primitive, 'y'));
  builder.emit('concat', primitive, { xs, y });
  builder.define(node, y);
};

export const slice: Lowering<'slice'> = (builder, node) => {
  const { axis, start } = node.attrs;
  const [x] = node.inputs;
  builder.define(node, builder.part(builder.read(x), x.shape, node.shape, startAt(x.shape, axis, start)));
};

export const padSlice: Lowering<'padSlice'> = (builder, node) => {
  const { axis, start } = node.attrs;
  const [dy] = node.inputs;
  // Kept memory starts as zeros, and only the window is ever written.
  const whole = builder.kept(builder.plain(node.shape));
  builder.reorder(builder.read(dy), builder.part(whole, node.shape, dy.shape, startAt(node.shape, axis, start)));
  builder.define(node, whole);
};

export const reshape: Lowering<'reshape'> = (builder, node) => {
  const x = builder.readPlain(node.inputs[0]);
  builder.define(node, { ...x, layout: builder.plain(node.shape) });
};

function startAt(shape: Shape, joined: number, start: number): Shape {
  return shape.map((_, axis) => (axis === joined ? start : 0));
}

/** Blocked layouts keep 16 channels together; joins that cut through a block are made in plain layouts. */
function isOnBlocks({ attrs: { axis }, inputs, shape }: NodeOf<'concat'>): boolean {
  return shape.length === 4 && axis === 1 && inputs.every((input) => input.shape[axis] % 16 === 0);
}
