// Runs a graph node by node in float64.
import type { Graph } from '../../graph/graph.ts';
import type { Node, NodeOf } from '../../graph/node.ts';
import type { OpName } from '../../graph/op-attrs.ts';
import { kernels } from './kernels.ts';

export interface Evaluation {
  readonly outputs: ReadonlyMap<string, Float64Array>;
  readonly updates: ReadonlyMap<string, Float64Array>;
  /** The value of any node of the graph. */
  readonly read: (node: Node) => Float64Array;
}

/** @param inputs every input of the graph by name, resident ones too */
export function evaluate(graph: Graph, inputs: ReadonlyMap<string, Float64Array>): Evaluation {
  const values = new Map<Node, Float64Array>();
  const read = (node: Node): Float64Array => {
    const value = values.get(node);
    if (value === undefined) throw new Error(`unreachable: %${node.id} ${node.op} has no value`);
    return value;
  };
  for (const node of graph.nodes) {
    const given = node.op === 'input' ? inputs.get(node.attrs.name) : undefined;
    values.set(node, given ?? runKernel(node, node.inputs.map(read)));
  }
  const evaluateAll = (results: ReadonlyMap<string, Node>) =>
    new Map([...results].map(([name, node]) => [name, read(node)] as const));
  return { outputs: evaluateAll(graph.outputs), updates: evaluateAll(graph.updates), read };
}

function runKernel<K extends OpName>(node: NodeOf<K>, inputs: readonly Float64Array[]): Float64Array {
  return kernels[node.op](node, inputs);
}
