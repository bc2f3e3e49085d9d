// Arithmetic on values that a lowering has in hand, each into memory of its own; arithmetic of the graph is in elementwise.ts.
import type { BinaryAlgorithm, EltwiseAlgorithm } from '../library/abi.ts';
import type { PostOperation } from '../library/onednn.ts';
import type { Value } from '../plan/block.ts';
import type { ProgramBuilder } from '../program-builder.ts';

/** In the layout of the first operand; a second one of one row or one column serves all. */
export function binary(
  builder: ProgramBuilder,
  algorithm: BinaryAlgorithm,
  a: Value,
  b: Value,
  postOperations: readonly PostOperation[] = [],
): Value {
  const y = builder.temporary(a.layout);
  const attributes = builder.oneDnn.attributes(postOperations);
  const primitive = builder.abi.binary({ a: a.layout, b: b.layout, y: a.layout }, { algorithm }, attributes);
  builder.emit('binary', primitive, { x: a, x1: b, y });
  return y;
}

export function eltwise(
  builder: ProgramBuilder,
  algorithm: EltwiseAlgorithm,
  x: Value,
  alpha: number,
  beta: number,
): Value {
  const y = builder.temporary(x.layout);
  const layouts = { x: x.layout, y: x.layout };
  const primitive = builder.abi.eltwise(layouts, { algorithm, alpha, beta }, builder.oneDnn.plainAttributes);
  builder.emit('eltwise', primitive, { x, y });
  return y;
}
