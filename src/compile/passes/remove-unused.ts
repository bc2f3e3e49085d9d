// Drops every node that no result depends on.
import { type Graph, graphResults } from '../../graph/graph.ts';
import type { Node } from '../../graph/node.ts';
import { rewriteGraph } from '../../graph/rewrite-graph.ts';
import { opTable } from '../../ops/op-table.ts';

export function removeUnused(graph: Graph): Graph {
  const used = new Set<Node>(graphResults(graph));
  for (const node of graph.nodes.toReversed()) {
    if (used.has(node)) for (const input of node.inputs) used.add(input);
  }
  const nodes = graph.nodes.filter((node) => used.has(node));
  return rewriteGraph({ ...graph, nodes }, opTable, () => undefined);
}
