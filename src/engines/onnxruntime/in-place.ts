// Where the new value of a tensor may be written over the old one.
import { type Graph, graphResults, nodesBehind } from '../../graph/graph.ts';
import type { Node, NodeOf } from '../../graph/node.ts';

/**
 * Whether the values computed from the old one serve the new one alone. Then all of them have been read when the new one is
 * written, in whatever order the nodes run, even if one is a view of another.
 */
export function canWriteInPlace(graph: Graph, input: NodeOf<'input'>): boolean {
  const result = graph.updates.get(input.attrs.name);
  if (result === undefined) return false;
  const behind = new Set(nodesBehind(graph, [result]));
  const old = new Set<Node>([input]);
  for (const node of graph.nodes) {
    if (!node.inputs.some((each) => old.has(each))) continue;
    if (!behind.has(node)) return false;
    if (node !== result) old.add(node);
  }
  const results = graphResults(graph);
  const others = results.filter((node) => node !== result);
  // A second result of the same value is written after the first.
  return others.length === results.length - 1 && !others.some((node) => old.has(node));
}
