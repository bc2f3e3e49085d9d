// The largest element of all: x → [1]. A measure that steps take to know that no number of theirs can have overflowed;
// nothing is learned from it, and where an element is NaN it may be any of the others.
import type { OpDefinition } from '../graph/op-definition.ts';

export const largest: OpDefinition<'largest'> = {
  operands: ['x'],
  infer: ({ inputs: [x] }) => ({ shape: [1], dtype: x.dtype }),
  range: (_, [x]) => x,
};
