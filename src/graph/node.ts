// A node is one operation and the one value it produces: the graph is in static single assignment form.
import type { OpAttrs, OpName } from './op-attrs.ts';
import type { ValueType } from './shape.ts';

/** A node of one kind of operation. */
export interface NodeOf<K extends OpName> extends ValueType {
  /** Position in the graph's order, so an input's id is below its user's. */
  readonly id: number;
  readonly op: K;
  readonly attrs: OpAttrs[K];
  readonly inputs: readonly Node[];
  /** Path of the module that asked for it, e.g. `model.8.channel2.0`; gradients carry their layer's. */
  readonly scope: string;
}

/** A union over all operations: testing `node.op` narrows `node.attrs`. */
export type Node = { [K in OpName]: NodeOf<K> }[OpName];
