// The walk that all passes share: rebuild a graph in order, letting the pass answer for the nodes it knows.
import type { Graph } from './graph.ts';
import { GraphBuilder } from './graph-builder.ts';
import type { Node } from './node.ts';
import type { OpTable } from './op-definition.ts';

/** The new value for a node whose inputs were already rebuilt, or `undefined` to copy it as it is. */
export type Rewrite = (node: Node, inputs: readonly Node[], graph: GraphBuilder) => Node | undefined;

export function rewriteGraph(graph: Graph, ops: OpTable, rewrite: Rewrite): Graph {
  const builder = new GraphBuilder(ops);
  const rebuilt = new Map<Node, Node>();
  const lookUp = (node: Node): Node => {
    const replacement = rebuilt.get(node);
    if (replacement === undefined) throw new Error(`unreachable: %${node.id} ${node.op} precedes its input`);
    return replacement;
  };

  for (const node of graph.nodes) {
    const inputs = node.inputs.map(lookUp);
    builder.scope = node.scope;
    rebuilt.set(node, rewrite(node, inputs, builder) ?? builder.copy(node, inputs));
  }
  const renew = (values: ReadonlyMap<string, Node>) =>
    new Map([...values].map(([name, node]) => [name, lookUp(node)] as const));
  return builder.build(graph.name, renew(graph.outputs), renew(graph.updates));
}
