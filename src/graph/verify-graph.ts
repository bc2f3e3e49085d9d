// The rules every graph keeps, checked after the gradient, after each pass and before an engine sees it.
import { GraphError } from '../errors/graph-error.ts';
import { type Graph, graphInputs, graphResults, isResident } from './graph.ts';
import type { Node, NodeOf } from './node.ts';
import type { OpName } from './op-attrs.ts';
import type { OpTable } from './op-definition.ts';
import { printShape, sameShape } from './shape.ts';

/** @throws GraphError naming the first rule that is broken */
export function verifyGraph(graph: Graph, ops: OpTable): void {
  const seen = new Set<Node>();
  const fail = (problem: string): never => {
    throw new GraphError(`graph ${graph.name}: ${problem}`);
  };

  for (const node of graph.nodes) {
    for (const input of node.inputs) {
      if (!seen.has(input)) fail(`%${node.id} ${node.op} uses %${input.id} ${input.op} before it is computed`);
    }
    if (node.inputs.length > 0) verifyType(node, ops, fail);
    seen.add(node);
  }

  for (const node of graphResults(graph)) {
    if (!seen.has(node)) fail(`result %${node.id} ${node.op} is not among the nodes`);
  }

  const inputs = new Map(graphInputs(graph).map((input) => [input.attrs.name, input]));
  if (inputs.size !== graphInputs(graph).length) fail('two inputs have the same name');
  for (const [name, value] of graph.updates) {
    const input = inputs.get(name) ?? fail(`update of ${name}, which is not an input`);
    if (!isResident(input)) fail(`update of ${name}, which is given at each run`);
    if (!sameShape(input.shape, value.shape)) {
      fail(`update of ${name} has shape ${printShape(value.shape)} instead of ${printShape(input.shape)}`);
    }
  }
}

function verifyType<K extends OpName>(node: NodeOf<K>, ops: OpTable, fail: (problem: string) => never): void {
  const { shape, dtype } = ops[node.op].infer({ attrs: node.attrs, inputs: node.inputs, fail });
  if (!sameShape(shape, node.shape) || dtype !== node.dtype) {
    fail(`%${node.id} ${node.op} claims ${printShape(node.shape)} but yields ${printShape(shape)}`);
  }
}
