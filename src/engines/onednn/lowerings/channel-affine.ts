// A scale and a shift for each channel, in the layout that x has: a product with a broadcast operand, and the shift on
// the way out.
import type { Node } from '../../../graph/node.ts';
import type { Shape } from '../../../graph/shape.ts';
import type { Value } from '../plan/block.ts';
import type { Lowering } from './lowering.ts';

export const channelAffine: Lowering<'channelAffine'> = (builder, node) => {
  const [xNode, scaleNode, shiftNode] = node.inputs;
  const { axis } = node.attrs;
  const shape = withoutPoints(node.shape);
  const isImage = axis === 1 && shape === node.shape;
  const x = isImage ? builder.readDense(xNode) : builder.readPlain(xNode);
  const y = builder.canOverwrite(xNode) ? x : builder.place(node, x.layout);
  const layout = isImage ? x.layout : builder.plain(shape);
  const alongAxis = builder.plain(shape.map((length, each) => (each === axis ? length : 1)));
  const read = (values: Node): Value => ({ ...builder.readPlain(values), layout: alongAxis });
  const shift = shiftNode === undefined ? [] : [read(shiftNode)];
  const attributes = builder.oneDnn.attributes(
    shift.map(() => ({ kind: 'binary', algorithm: 'add', operand: alongAxis }) as const),
  );
  const primitive = builder.abi.binary({ a: layout, b: alongAxis, y: layout }, { algorithm: 'multiply' }, attributes);
  builder.emit('binary', primitive, { x: { ...x, layout }, x1: read(scaleNode), y: { ...y, layout }, posts: shift });
  builder.define(node, y);
};

/**
 * Images of one pixel are rows of channels. oneDNN 2.6 and 3.7 take a plain [N, C, 1, 1] for one with the channels outside,
 * and add the first shift to all of a row.
 */
function withoutPoints(shape: Shape): Shape {
  const isPoint = shape.length > 2 && shape.slice(2).every((length) => length === 1);
  return isPoint ? shape.slice(0, 2) : shape;
}
