// Reverse-mode differentiation of a graph, as a graph: walk the nodes backwards, ask each operation for its inputs'
// gradients, add up what arrives at one node. see: Griewank and Walther, "Evaluating Derivatives", 2008
import { GraphError } from '../errors/graph-error.ts';
import type { Graph } from '../graph/graph.ts';
import { GraphBuilder } from '../graph/graph-builder.ts';
import type { Node, NodeOf } from '../graph/node.ts';
import type { OpName } from '../graph/op-attrs.ts';
import { printShape, sizeOf } from '../graph/shape.ts';
import { opTable } from '../ops/op-table.ts';

/** Name of the output that holds the gradient of a parameter. */
export function gradientName(parameter: string): string {
  return `gradient.${parameter}`;
}

export interface DifferentiateOptions {
  /** The output, a single number. Default `loss`. */
  readonly of?: string;
  /** Parameters that get no gradient; what only leads to theirs is dropped by `optimize`. */
  readonly frozen?: ReadonlySet<string>;
}

/** The graph with one more output for each parameter that the output `of` depends on. */
export function differentiate(graph: Graph, { of = 'loss', frozen = new Set() }: DifferentiateOptions = {}): Graph {
  const loss = graph.outputs.get(of);
  if (loss === undefined) throw new GraphError(`graph ${graph.name} has no output ${of}`);
  if (sizeOf(loss.shape) !== 1) {
    throw new GraphError(
      `graph ${graph.name}: ${of} has shape ${printShape(loss.shape)}, a gradient needs a single number`,
    );
  }
  const builder = new GraphBuilder(opTable, graph);
  const gradients = new Map<Node, Node>([[loss, builder.constant(1, loss)]]);

  for (const node of graph.nodes.toReversed()) {
    const dy = gradients.get(node);
    if (dy === undefined || node.inputs.length === 0) continue;
    builder.scope = node.scope;
    const inputGradients = gradientRule(builder, node, dy);
    for (const [index, input] of node.inputs.entries()) {
      const dx = inputGradients[index];
      if (dx === undefined) continue;
      const sum = gradients.get(input);
      gradients.set(input, sum === undefined ? dx : builder.add('add', {}, [sum, dx]));
    }
  }

  const outputs = new Map(graph.outputs);
  for (const node of graph.nodes) {
    const gradient = gradients.get(node);
    if (node.op !== 'input' || node.attrs.role !== 'parameter' || gradient === undefined) continue;
    if (!frozen.has(node.attrs.name)) outputs.set(gradientName(node.attrs.name), gradient);
  }
  return builder.build(graph.name, outputs, graph.updates);
}

function gradientRule<K extends OpName>(graph: GraphBuilder, node: NodeOf<K>, dy: Node) {
  const rule = opTable[node.op].gradient;
  if (rule === undefined) throw new GraphError(`${node.scope}: ${node.op} has no gradient rule`);
  return rule({ graph, node, dy });
}
