// Drops every node that no result depends on; of the inputs, those that are updated stay.
import { type Graph, graphInputs, graphResults, nodesBehind } from '../../graph/graph.ts';
import { rewriteGraph } from '../../graph/rewrite-graph.ts';
import { opTable } from '../../ops/op-table.ts';

export function removeUnused(graph: Graph): Graph {
  const updated = graphInputs(graph).filter(({ attrs }) => graph.updates.has(attrs.name));
  const nodes = nodesBehind(graph, [...graphResults(graph), ...updated]);
  return rewriteGraph({ ...graph, nodes }, opTable, () => undefined);
}
