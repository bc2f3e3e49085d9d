// The layout that a primitive wants for an operand which it must have.
import type { Layout, PrimitiveHandle } from '../library/abi.ts';
import type { ProgramBuilder } from '../program-builder.ts';

export function layoutOf(
  { oneDnn }: ProgramBuilder,
  primitive: PrimitiveHandle,
  operand: Parameters<typeof oneDnn.query>[1],
): Layout {
  const layout = oneDnn.query(primitive, operand);
  if (layout === undefined) throw new Error(`unreachable: the primitive has no operand ${operand}`);
  return layout;
}
