// Maxima and sums over the axes that the result has only one element of.
import { type Shape, sameShape } from '../../../graph/shape.ts';
import type { ReductionAlgorithm } from '../library/abi.ts';
import type { Value } from '../plan/block.ts';
import type { ProgramBuilder } from '../program-builder.ts';

/** @param x plain, of shape `from`; it is the result if `to` is the same shape, since the library refuses to reduce no axis */
export function reduce(
  builder: ProgramBuilder,
  algorithm: ReductionAlgorithm,
  x: Value,
  from: Shape,
  to: Shape,
): Value {
  if (sameShape(from, to)) return x;
  const y = builder.temporary(builder.plain(to));
  const layouts = { x: x.layout, y: y.layout };
  const primitive = builder.abi.reduction(layouts, { algorithm }, builder.oneDnn.plainAttributes);
  builder.emit('reduction', primitive, { x, y });
  return y;
}
