// What a prediction computes of weights alone, computed once and for all: an exported convolution has its normalisation in
// its own weights and bias.
import { removeUnused } from '../compile/passes/remove-unused.ts';
import { evaluate } from '../engines/reference/evaluate.ts';
import { type Graph, graphInputs, graphResults, isResident, nodesBehind, nodesOf } from '../graph/graph.ts';
import type { Node } from '../graph/node.ts';
import { rewriteGraph } from '../graph/rewrite-graph.ts';
import type { StateDict, StateTensor } from '../nn/module.ts';
import { opTable } from '../ops/op-table.ts';

export interface FoldedGraph {
  readonly graph: Graph;
  /** Values of every input that stays with the model, by name. */
  readonly weights: StateDict;
}

/** Operands by what they are called in the graph, and what PyTorch's layers call them. */
const operandNames: Readonly<Record<string, string>> = { w: 'weight', b: 'bias' };

/** @param state the values of the graph's parameters and buffers */
export function foldConstants(graph: Graph, state: StateDict): FoldedGraph {
  const folded = findFolded(graph);
  const values = evaluateAll(graph, [...folded.keys()], state);
  const places = new Map([...folded.keys()].map((node, index) => [node, `folded ${index}`] as const));
  const cut = removeUnused(
    rewriteGraph(graph, opTable, (node, _, builder) => {
      const place = places.get(node);
      return place === undefined ? undefined : builder.input(place, 'parameter', node);
    }),
  );
  const taken = new Set(graphInputs(cut).map(({ attrs }) => attrs.name));
  const names = new Map<string, string>();
  const computed = new Map<string, StateTensor>();
  for (const [node, wish] of folded) {
    const name = freeName(wish, taken);
    names.set(places.get(node) ?? name, name);
    computed.set(name, { shape: node.shape, data: Float32Array.from(values.get(node) ?? []) });
  }
  // In the model's order; names that it does not have come last.
  const read = new Set([...graphInputs(cut).map(({ attrs }) => attrs.name), ...computed.keys()]);
  const weights = new Map([...[...state].filter(([name]) => read.has(name)), ...computed]);
  const named = rewriteGraph(cut, opTable, (node, _, builder) => {
    const name = node.op === 'input' ? names.get(node.attrs.name) : undefined;
    return name === undefined ? undefined : builder.input(name, 'parameter', node);
  });
  return { graph: named, weights };
}

/** Values computed from weights alone and read by something else, each with the name that suits it best. */
function findFolded(graph: Graph): ReadonlyMap<Node, string> {
  const constants = nodesOf(graph, isResident);
  const folded = new Map<Node, string>();
  const isFolded = (node: Node) => constants.has(node) && node.inputs.length > 0;
  for (const reader of graph.nodes) {
    if (constants.has(reader)) continue;
    for (const [index, node] of reader.inputs.entries()) {
      const operand = opTable[reader.op].operands[index]?.replace('?', '') ?? String(index);
      const name = operandNames[operand] ?? operand;
      if (isFolded(node) && !folded.has(node)) folded.set(node, [reader.scope, name].filter(Boolean).join('.'));
    }
  }
  for (const node of graphResults(graph)) if (isFolded(node) && !folded.has(node)) folded.set(node, node.scope);
  return folded;
}

function evaluateAll(graph: Graph, nodes: readonly Node[], state: StateDict): ReadonlyMap<Node, Float64Array> {
  const inputs = new Map([...state].map(([name, { data }]) => [name, Float64Array.from(data)] as const));
  const { read } = evaluate({ ...graph, nodes: nodesBehind(graph, nodes), outputs: new Map() }, inputs);
  return new Map(nodes.map((node) => [node, read(node)]));
}

function freeName(wish: string, taken: Set<string>): string {
  let name = wish;
  for (let count = 2; taken.has(name); count++) name = `${wish}.${count}`;
  taken.add(name);
  return name;
}
