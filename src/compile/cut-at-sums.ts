// A program whose sums other ranks add to cannot run in one go: it is cut into stages, behind each of which the ranks add up
// what it has left. What a later stage needs of an earlier one stays in resident tensors, which take turns where they can.
import { GraphError } from '../errors/graph-error.ts';
import { type Graph, graphInputs } from '../graph/graph.ts';
import { GraphBuilder } from '../graph/graph-builder.ts';
import type { Node } from '../graph/node.ts';
import { verifyGraph } from '../graph/verify-graph.ts';
import { opTable } from '../ops/op-table.ts';

export interface Stage {
  readonly graph: Graph;
  /** Names of the resident tensors that the ranks add up when it has run; none behind the last. */
  readonly sums: readonly string[];
}

/**
 * @param graph that reads resident tensors `isSum`, each behind its update
 * @returns its parts in the order in which they run; one where there is no sum
 */
export function cutAtSums(graph: Graph, isSum: (name: string) => boolean): readonly Stage[] {
  const stageOf = findStages(graph, isSum);
  requireReadsBeforeUpdates(graph, { stageOf, isSum });
  const kept = keptTensors(graph, stageOf);
  const count = Math.max(...graph.nodes.map(stageOf)) + 1;
  return Array.from({ length: count }, (_, index) => {
    const part = cutOut(graph, { index, stageOf, kept });
    verifyGraph(part, opTable);
    return { graph: part, sums: [...part.updates.keys()].filter(isSum) };
  });
}

type Stages = (node: Node) => number;

/** The first stage in which each node can be computed. */
function findStages(graph: Graph, isSum: (name: string) => boolean): Stages {
  const stages = new Map<Node, number>();
  const stageOf = (node: Node) => stages.get(node) ?? 0;
  for (const node of graph.nodes) {
    const part = node.op === 'input' && isSum(node.attrs.name) ? graph.updates.get(node.attrs.name) : undefined;
    const own = part === undefined ? Math.max(0, ...node.inputs.map(stageOf)) : stageOf(part) + 1;
    stages.set(node, own);
  }
  return stageOf;
}

/** A resident tensor that an earlier stage has changed would have the wrong values. */
function requireReadsBeforeUpdates(
  graph: Graph,
  { stageOf, isSum }: { readonly stageOf: Stages; readonly isSum: (name: string) => boolean },
): void {
  for (const node of graph.nodes) {
    for (const input of node.inputs) {
      if (input.op !== 'input' || isSum(input.attrs.name)) continue;
      const update = graph.updates.get(input.attrs.name);
      if (update === undefined || stageOf(update) >= stageOf(node)) continue;
      throw new GraphError(`graph ${graph.name}: %${node.id} ${node.op} reads ${input.attrs.name} behind its update`);
    }
  }
}

/** Inputs and constants are there in every stage. */
function isSource({ inputs }: Node): boolean {
  return inputs.length === 0;
}

/** The names of the resident tensors for values that later stages read: free again for another value of that shape behind the last of them. */
function keptTensors(graph: Graph, stageOf: Stages): ReadonlyMap<Node, string> {
  const lastRead = new Map<Node, number>();
  for (const node of graph.nodes) {
    for (const input of node.inputs) {
      lastRead.set(input, Math.max(lastRead.get(input) ?? 0, stageOf(node)));
    }
  }
  const crossing = graph.nodes.filter((node) => !isSource(node) && (lastRead.get(node) ?? 0) > stageOf(node));
  const kept = new Map<Node, string>();
  const holders = new Map<string, { readonly name: string; until: number }[]>();
  for (const node of crossing.toSorted((a, b) => stageOf(a) - stageOf(b))) {
    const shape = node.shape.join('x');
    const alike = holders.get(shape) ?? [];
    holders.set(shape, alike);
    const free = alike.find(({ until }) => until < stageOf(node));
    const holder = free ?? { name: `kept.${shape}.${alike.length}`, until: 0 };
    if (free === undefined) alike.push(holder);
    holder.until = lastRead.get(node) ?? 0;
    kept.set(node, holder.name);
  }
  return kept;
}

interface Cut {
  readonly index: number;
  readonly stageOf: Stages;
  readonly kept: ReadonlyMap<Node, string>;
}

function cutOut(graph: Graph, { index, stageOf, kept: nameOf }: Cut): Graph {
  const builder = new GraphBuilder(opTable);
  const inputs = new Map(graphInputs(graph).map((input) => [input.attrs.name, input]));
  const built = new Map<Node, Node>();
  const resident = new Map<string, Node>();
  const isHere = (node: Node) => stageOf(node) === index;
  const keeper = (node: Node, name: string) => {
    const known = resident.get(name) ?? builder.input(name, 'interim', node);
    resident.set(name, known);
    return known;
  };
  const find = (node: Node): Node => {
    const name = nameOf.get(node);
    const kept = () => (name === undefined ? undefined : keeper(node, name));
    const found = built.get(node) ?? (isSource(node) ? builder.copy(node, []) : kept());
    if (found === undefined) throw new Error(`unreachable: stage ${index} lacks %${node.id} ${node.op}`);
    built.set(node, found);
    return found;
  };
  const updates = new Map<string, Node>();
  for (const node of graph.nodes) {
    if (isSource(node) || !isHere(node)) continue;
    const operands = node.inputs.map(find);
    built.set(node, builder.copy(node, operands));
  }
  builder.scope = '';
  for (const [node, name] of nameOf) {
    if (!isHere(node)) continue;
    keeper(node, name);
    updates.set(name, find(node));
  }
  for (const [name, node] of graph.updates) {
    const input = inputs.get(name);
    if (!isHere(node) || input === undefined) continue;
    find(input);
    updates.set(name, find(node));
  }
  const outputs = [...graph.outputs]
    .filter(([, node]) => isHere(node))
    .map(([name, node]) => [name, find(node)] as const);
  return builder.build(`${graph.name}, stage ${index + 1}`, new Map(outputs), updates);
}
