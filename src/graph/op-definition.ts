// What an operation means to everything but the engines: its result's type, its gradient, its cost.
// Shared code asks these properties and never names an operation.
import type { GraphBuilder } from './graph-builder.ts';
import type { Node, NodeOf } from './node.ts';
import type { OpAttrs, OpName } from './op-attrs.ts';
import type { ValueType } from './shape.ts';
import type { ValueRange } from './value-range.ts';

/** What the type of an operation's result follows from. */
export interface InferenceContext<K extends OpName> {
  readonly attrs: OpAttrs[K];
  readonly inputs: readonly ValueType[];
  /** Throws a ShapeError that says where, which operation, which operands. */
  readonly fail: (problem: string, hint?: string) => never;
}

/** What the gradient of an operation is made of. */
export interface GradientContext<K extends OpName> {
  readonly graph: GraphBuilder;
  readonly node: NodeOf<K>;
  /** Gradient of the loss with respect to the node's value; same shape. */
  readonly dy: Node;
}

/** What an operation means to everything but the engines. */
export interface OpDefinition<K extends OpName> {
  /** Names of the operands in order, for messages and prints; a trailing `?` marks one that may be absent, `…` any number. */
  readonly operands: readonly string[];
  /** Shape and dtype of the result, or a ShapeError. */
  infer(context: InferenceContext<K>): ValueType;
  /** Gradients of the inputs in order, `undefined` for one that has none. Absent: the operation is not differentiable. */
  gradient?(context: GradientContext<K>): readonly (Node | undefined)[];
  /** Multiply-adds of one run, biases not counted. Absent: none worth counting. */
  multiplyAdds?(node: NodeOf<K>): number;
  /** Where the result's elements lie, if those of the operands lie within `ranges`. Absent: nobody needs to know. */
  range?(node: NodeOf<K>, ranges: readonly ValueRange[]): ValueRange;
  /** True where the result is the first input, unchanged: such nodes are removed. */
  isIdentity?(node: NodeOf<K>): boolean;
}

/** The meaning of every operation. */
export type OpTable = { readonly [K in OpName]: OpDefinition<K> };
