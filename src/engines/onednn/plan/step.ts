// One primitive of a program, before it has addresses.
import type { Node } from '../../../graph/node.ts';
import type { PrimitiveHandle } from '../library/abi.ts';
import type { Value } from './block.ts';

export interface Operand {
  /** Execution argument code. */
  readonly argument: number;
  readonly value: Value;
}

/** When a step runs: `resident` only after resident tensors changed. */
export type Phase = 'resident' | 'main';

export interface Step {
  readonly phase: Phase;
  /** Kind of primitive: `convolution`, `reorder`, … */
  readonly kind: string;
  /** What it is for; `undefined` for what serves many nodes. */
  readonly node: Node | undefined;
  readonly primitive: PrimitiveHandle;
  readonly operands: readonly Operand[];
}
