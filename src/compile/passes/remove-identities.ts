// Replaces operations that return their first input unchanged by that input.
import type { Graph } from '../../graph/graph.ts';
import type { NodeOf } from '../../graph/node.ts';
import type { OpName } from '../../graph/op-attrs.ts';
import { rewriteGraph } from '../../graph/rewrite-graph.ts';
import { opTable } from '../../ops/op-table.ts';

export function removeIdentities(graph: Graph): Graph {
  return rewriteGraph(graph, opTable, (node, inputs) => (isIdentity(node) ? inputs[0] : undefined));
}

function isIdentity<K extends OpName>(node: NodeOf<K>): boolean {
  return opTable[node.op].isIdentity?.(node) ?? false;
}
