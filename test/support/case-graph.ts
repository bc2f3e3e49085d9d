// A graph around one operation: declares operands without ceremony, and knows how to ask for the gradients.
import type { Graph } from '../../src/graph/graph.ts';
import { GraphBuilder } from '../../src/graph/graph-builder.ts';
import type { Node, NodeOf } from '../../src/graph/node.ts';
import type { InputRole, OpName } from '../../src/graph/op-attrs.ts';
import { opTable } from '../../src/ops/op-table.ts';

export class CaseGraph extends GraphBuilder {
  readonly #role: InputRole;
  #count = 0;

  /** @param role of the float operands */
  constructor(role: InputRole = 'data') {
    super(opTable);
    this.#role = role;
  }

  /** One more float32 operand: `x0`, `x1`, … in order of declaration. */
  floats(...shape: readonly number[]): NodeOf<'input'> {
    return this.input(`x${this.#count++}`, this.#role, { shape, dtype: 'float32' });
  }

  /** Int32 labels, one a row; their values are 0, 1 or 2. */
  labels(rows: number): NodeOf<'input'> {
    return this.input(`labels${this.#count++}`, 'data', { shape: [rows], dtype: 'int32' });
  }
}

/** Declares operands and adds the operation that is tested. */
export type OperationCase<K extends OpName> = (graph: CaseGraph) => NodeOf<K>;

/** The operation's value as output `y`. */
export function forwardGraph<K extends OpName>(operation: OperationCase<K>): Graph {
  const graph = new CaseGraph();
  const node = operation(graph) as Node;
  return graph.build(node.op, new Map([['y', node]]));
}

/** `y`, and `gradient.0`, `gradient.1`, … of the operation's inputs for the data input `dy`. */
export function forwardAndGradientGraph<K extends OpName>(operation: OperationCase<K>): Graph {
  const graph = new CaseGraph();
  const node = operation(graph);
  const outputs = new Map([['y', node as Node]]);
  const dy = graph.input('dy', 'data', { shape: node.shape, dtype: 'float32' });
  for (const [index, gradient] of (opTable[node.op].gradient?.({ graph, node, dy }) ?? []).entries()) {
    if (gradient !== undefined) outputs.set(`gradient.${index}`, gradient);
  }
  return graph.build(node.op, outputs);
}
