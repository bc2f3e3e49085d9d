// The graph that finds where a forward pass goes wrong: the same nodes, every one of them an output.
import type { Graph } from '../graph/graph.ts';
import type { Node } from '../graph/node.ts';

/** Name of the output that holds a node's value. */
export function valueName({ id }: Node): string {
  return `value.${id}`;
}

/** The graph with every value among its outputs and without its updates. */
export function withAllValues(graph: Graph): Graph {
  const computed = graph.nodes.filter((node) => node.op !== 'input');
  return {
    ...graph,
    name: `${graph.name}Values`,
    updates: new Map(),
    outputs: new Map(computed.map((node) => [valueName(node), node] as const)),
  };
}
