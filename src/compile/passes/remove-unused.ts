// Drops every node that no result depends on.
import { type Graph, graphResults } from '../../graph/graph.ts';
import { GraphBuilder } from '../../graph/graph-builder.ts';
import type { Node } from '../../graph/node.ts';
import { opTable } from '../../ops/op-table.ts';

export function removeUnused(graph: Graph): Graph {
  const used = new Set<Node>(graphResults(graph));
  for (const node of graph.nodes.toReversed()) {
    if (used.has(node)) for (const input of node.inputs) used.add(input);
  }
  const builder = new GraphBuilder(opTable);
  const kept = new Map<Node, Node>();
  const keep = (node: Node) => kept.get(node) as Node;
  for (const node of graph.nodes) {
    if (used.has(node)) kept.set(node, builder.copy(node, node.inputs.map(keep)));
  }
  const renew = (values: ReadonlyMap<string, Node>) => new Map([...values].map(([name, node]) => [name, keep(node)]));
  return builder.build(graph.name, renew(graph.outputs), renew(graph.updates));
}
