// A scale and a shift for each channel of rows or weights: a product with a broadcast operand, and the shift on the way out.
// Those of images are the library's normalisation.
import type { Node } from '../../../graph/node.ts';
import type { Value } from '../plan/block.ts';
import { affineOfImages } from './batch-norm.ts';
import type { Lowering } from './lowering.ts';

export const channelAffine: Lowering<'channelAffine'> = (builder, node) => {
  const [xNode, scaleNode, shiftNode] = node.inputs;
  const { axis } = node.attrs;
  if (axis === 1 && node.shape.length === 4) {
    affineOfImages(builder, node);
    return;
  }
  const { shape } = node;
  const x = builder.readPlain(xNode);
  const y = builder.canOverwrite(xNode) ? x : builder.place(node, x.layout);
  const { layout } = x;
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
