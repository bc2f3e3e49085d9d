// What a training step's first program leaves for its second: sums of gradients, and the next values of buffers. What is
// learned changes in the second alone, so that between the two everything can be looked at, and refused.
import { type Graph, graphInputs } from '../graph/graph.ts';
import { GraphBuilder } from '../graph/graph-builder.ts';
import type { Node } from '../graph/node.ts';
import { rewriteGraph } from '../graph/rewrite-graph.ts';
import { opTable } from '../ops/op-table.ts';
import { gradientName } from './gradient.ts';

/** Name of the resident tensor that holds what a buffer will be when the step is done. */
export function nextName(buffer: string): string {
  return `next.${buffer}`;
}

/**
 * @param graph with gradients among its outputs and updates of buffers
 * @param parameters names of those that have a gradient
 * @returns the same, leaving both in resident tensors
 */
export function leaveInterim(graph: Graph, parameters: readonly string[]): Graph {
  const builder = new GraphBuilder(opTable, graph);
  const outputs = new Map(graph.outputs);
  const updates = new Map<string, Node>();
  const leave = (name: string, value: Node, like: string) => {
    builder.input(name, 'interim', value, { like });
    updates.set(name, value);
  };
  for (const name of parameters) {
    const gradient = outputs.get(gradientName(name));
    if (gradient === undefined) continue;
    outputs.delete(gradientName(name));
    leave(gradientName(name), gradient, name);
  }
  for (const [buffer, value] of graph.updates) leave(nextName(buffer), value, buffer);
  return builder.build(graph.name, outputs, updates);
}

/** How a value is computed from its inputs, whichever these are: nodes with equal formulas can be computed at once. */
export function formulaOf({ op, attrs, inputs }: Node): string {
  if (op === 'input') return attrs.role;
  const isElementwise = inputs.every(({ shape }) => shape.length <= 1);
  return isElementwise ? `${op}${JSON.stringify(attrs)}(${inputs.map(formulaOf)})` : op;
}

/** The same program for each further batch of a step: adds to the gradients, and goes on from the buffers' next values. */
export function accumulating(compute: Graph): Graph {
  const interim = new Map<string, Node>();
  const rebuilt = rewriteGraph(compute, opTable, (node, _, builder) => {
    if (node.op !== 'input') return undefined;
    const { name, role, like = name } = node.attrs;
    const left = role === 'buffer' && compute.updates.has(nextName(name)) ? nextName(name) : name;
    if (role !== 'interim' && left === name) return undefined;
    const input = interim.get(left) ?? builder.input(left, 'interim', node, { like });
    interim.set(left, input);
    return input;
  });
  const builder = new GraphBuilder(opTable, rebuilt);
  const updates = new Map(rebuilt.updates);
  for (const input of graphInputs(rebuilt)) {
    const { name, role, like = '' } = input.attrs;
    const value = updates.get(name);
    if (role !== 'interim' || name !== gradientName(like) || value === undefined) continue;
    updates.set(name, builder.add('add', {}, [input, value]));
  }
  return builder.build(compute.name, rebuilt.outputs, updates);
}
