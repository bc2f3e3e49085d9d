// A graph as text: one line a node, for people, and golden tests.
//   %x = input data images                                   [2,1,8,8]
//   %3 = conv2d(%x, %weight, %bias) {stride: 1,1, padding: 0,0}   [2,4,8,8]   # model.0
import type { Graph } from './graph.ts';
import type { Node } from './node.ts';
import { printShape } from './shape.ts';

/** A graph as text, one node a line. */
export function printGraph(graph: Graph): string {
  const rows = graph.nodes.map((node): readonly [string, string, string] => [
    `  ${printName(node)} = ${printOperation(node)}`,
    printShape(node.shape) + (node.dtype === 'float32' ? '' : ` ${node.dtype}`),
    node.scope === '' ? '' : `# ${node.scope}`,
  ]);
  const widths = [0, 1].map((column) => Math.max(0, ...rows.map((row) => row[column].length)));
  const lines = rows.map(([operation, type, scope]) =>
    `${operation.padEnd(widths[0])}   ${type.padEnd(widths[1])}   ${scope}`.trimEnd(),
  );
  const results = [
    ...[...graph.outputs].map(([name, node]) => `  return ${name} = ${printName(node)}`),
    ...[...graph.updates].map(([name, node]) => `  update %${name} = ${printName(node)}`),
  ];
  return [`graph ${graph.name}`, ...lines, ...results, ''].join('\n');
}

function printName(node: Node): string {
  return node.op === 'input' ? `%${node.attrs.name}` : `%${node.id}`;
}

function printOperation(node: Node): string {
  if (node.op === 'input') return `input ${node.attrs.role}`;
  const attributes = Object.entries(node.attrs).map(([name, value]) => `${name}: ${value}`);
  const suffix = attributes.length === 0 ? '' : ` {${attributes.join(', ')}}`;
  return `${node.op}(${node.inputs.map(printName).join(', ')})${suffix}`;
}
