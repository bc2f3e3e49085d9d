// A graph is a list of nodes in an order in which they can run, with names for what goes in and what comes out.
import type { Node, NodeOf } from './node.ts';
import type { InputRole, ResidentKind } from './op-attrs.ts';

/**
 * A computation that does not change: nodes in an order in which each comes behind its inputs. `printGraph` shows
 * one.
 */
export interface Graph {
  readonly name: string;
  /** All nodes, inputs included; a node comes after everything it uses. */
  readonly nodes: readonly Node[];
  /** What a run returns, by name. */
  readonly outputs: ReadonlyMap<string, Node>;
  /** New values of resident inputs, by the input's name: written back after a run. */
  readonly updates: ReadonlyMap<string, Node>;
}

export function graphInputs(graph: Graph): readonly NodeOf<'input'>[] {
  return graph.nodes.filter((node): node is NodeOf<'input'> => node.op === 'input');
}

/** Whether a tensor stays with the engine between runs, as against those given at each run. */
export function isResidentRole(role: InputRole): role is ResidentKind {
  return role !== 'data' && role !== 'noise' && role !== 'hyperparameter';
}

export function isResident(input: NodeOf<'input'>): boolean {
  return isResidentRole(input.attrs.role);
}

/** The inputs whose values a run needs: all but those that it only writes. */
export function readInputs(graph: Graph): readonly NodeOf<'input'>[] {
  const uses = countUses(graph);
  return graphInputs(graph).filter((input) => uses.has(input));
}

/** The nodes that a run must yield. */
export function graphResults(graph: Graph): readonly Node[] {
  return [...graph.outputs.values(), ...graph.updates.values()];
}

/** The roots and all that they are computed from, in the graph's order. */
export function nodesBehind(graph: Graph, roots: Iterable<Node>): readonly Node[] {
  const needed = new Set(roots);
  for (const node of graph.nodes.toReversed()) {
    if (needed.has(node)) for (const input of node.inputs) needed.add(input);
  }
  return graph.nodes.filter((node) => needed.has(node));
}

/** The nodes that depend on these inputs alone, or on none: constants too. */
export function nodesOf(graph: Graph, isGiven: (input: NodeOf<'input'>) => boolean): ReadonlySet<Node> {
  const found = new Set<Node>();
  for (const node of graph.nodes) {
    if (node.op === 'input' ? isGiven(node) : node.inputs.every((input) => found.has(input))) found.add(node);
  }
  return found;
}

/** For each node, how many nodes and results read it. */
export function countUses(graph: Graph): ReadonlyMap<Node, number> {
  const uses = new Map<Node, number>();
  const use = (node: Node) => uses.set(node, (uses.get(node) ?? 0) + 1);
  for (const node of graph.nodes) node.inputs.forEach(use);
  graphResults(graph).forEach(use);
  return uses;
}
