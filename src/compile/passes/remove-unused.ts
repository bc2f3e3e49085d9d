// Drops every node that no result depends on.
import { type Graph, graphResults, nodesBehind } from '../../graph/graph.ts';
import { rewriteGraph } from '../../graph/rewrite-graph.ts';
import { opTable } from '../../ops/op-table.ts';

export function removeUnused(graph: Graph): Graph {
  return rewriteGraph({ ...graph, nodes: nodesBehind(graph, graphResults(graph)) }, opTable, () => undefined);
}
