// One layer's facts, from its nodes and from what their operations declare.
import type { Node, NodeOf } from '../graph/node.ts';
import type { OpName } from '../graph/op-attrs.ts';
import type { OpDefinition } from '../graph/op-definition.ts';
import { type Shape, sizeOf } from '../graph/shape.ts';
import { opTable } from '../ops/op-table.ts';
import type { LayerPart } from './group-by-calls.ts';
import type { NetworkLayer, NetworkWindow } from './network-description.ts';

/** @param counted parameters of the layers before; those of this one are added */
export function describeLayer({ id, call, count, parent, nodes }: LayerPart, counted: Set<Node>): NetworkLayer {
  const own = new Set(nodes);
  const reads = new Set(nodes.flatMap(({ inputs }) => inputs).filter((input) => !own.has(input)));
  const parameters = [...reads].filter(isParameter);
  const fresh = parameters.filter((parameter) => !counted.has(parameter));
  for (const parameter of fresh) counted.add(parameter);
  const total = sumOfSizes(parameters);
  return {
    id,
    path: call.path,
    className: call.module.constructor.name,
    call: count,
    parent,
    operations: nodes.map(({ op }) => op),
    inputShapes: [...reads].filter((input) => !isParameter(input)).map(({ shape }) => shape.slice(1)),
    outputShape: nodes[nodes.length - 1].shape.slice(1),
    parameters: sumOfSizes(fresh),
    sharedParameters: total - sumOfSizes(fresh),
    multiplyAdds: nodes.reduce((sum, node) => sum + multiplyAdds(node), 0),
    window: onlyWindow(nodes),
  };
}

function isParameter(node: Node): boolean {
  return node.op === 'input' && node.attrs.role === 'parameter';
}

function sumOfSizes(nodes: readonly { readonly shape: Shape }[]): number {
  return nodes.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}

/** Operations leave their bias out of the count, torchinfo does not: it is an addition for each element of the result. */
function multiplyAdds<K extends OpName>(node: NodeOf<K>): number {
  const { operands, multiplyAdds: declared }: OpDefinition<K> = opTable[node.op];
  const hasBias = node.inputs.some((_, index) => operands[index] === 'b?');
  return (declared?.(node) ?? 0) + (hasBias ? sizeOf(node.shape) : 0);
}

/** The window of a layer that slides exactly one: of several, none would stand for the others. */
function onlyWindow(nodes: readonly Node[]): NetworkWindow | null {
  const [window = null, ...others] = nodes.map(windowOf).filter((found) => found !== null);
  return others.length === 0 ? window : null;
}

/** Whatever has a stride has a window; its size is an attribute, or the rows and columns of the weights [K, C, R, S]. */
function windowOf({ attrs, inputs }: Node): NetworkWindow | null {
  if (!('stride' in attrs)) return null;
  const kernel = 'kernel' in attrs ? attrs.kernel : inputs.find(isParameter)?.shape.slice(2);
  return kernel === undefined ? null : { kernel, stride: attrs.stride, padding: attrs.padding };
}
