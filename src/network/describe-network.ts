// Reads a network off the trace of its model: nodes of the graph become layers, by the calls of modules they came in;
// what a layer's nodes read from another layer's becomes an edge.
import { Trace } from '../compile/trace.ts';
import { imageAxes, requireShape, requireType } from '../errors/require-option.ts';
import { graphInputs } from '../graph/graph.ts';
import type { Node } from '../graph/node.ts';
import { sizeOf } from '../graph/shape.ts';
import { Module } from '../nn/module.ts';
import { describeLayer } from './describe-layer.ts';
import { type CallPart, groupByCalls, type LayerPart } from './group-by-calls.ts';
import { imageId, type NetworkDescription, type NetworkEdge, type NetworkModule } from './network-description.ts';

/**
 * Any model that takes one float32 image and can be traced.
 * @param imageShape of one image: [C, H, W]
 * @throws OptionError for a shape that makes no sense
 * @throws ShapeError where the model does not fit the image
 */
export function describeNetwork(model: Module, imageShape: readonly [number, number, number]): NetworkDescription {
  requireType('model', model, Module);
  requireShape('imageShape', imageShape, imageAxes);
  const trace = new Trace(new Map([['', model]]));
  const image = trace.input('images', 'data', { shape: [1, ...imageShape], dtype: 'float32' });
  const output = model.call(image);
  const graph = trace.build('network', { output });

  const { modules, layers: parts } = groupByCalls(trace.calls, graph.nodes);
  const owners = new Map<Node, string>([[image.node, imageId]]);
  for (const part of parts) for (const node of part.nodes) owners.set(node, part.id);
  const counted = new Set<Node>();
  const layers = parts.map((part) => describeLayer(part, counted));

  const parameters = [...model.namedParameters()].reduce((sum, [, { shape }]) => sum + sizeOf(shape), 0);
  const used = graphInputs(graph).filter(({ attrs }) => attrs.role === 'parameter');
  return {
    name: model.constructor.name,
    imageShape: [...imageShape],
    modules: modules.map(describeModule),
    layers,
    edges: parts.flatMap((part) => edgesInto(part, owners)),
    output: owners.get(output.node) ?? imageId,
    totals: {
      parameters,
      unusedParameters: parameters - used.reduce((sum, { shape }) => sum + sizeOf(shape), 0),
      multiplyAdds: layers.reduce((sum, layer) => sum + layer.multiplyAdds, 0),
    },
  };
}

function describeModule({ id, call, count, parent }: CallPart): NetworkModule {
  const { path, module, inputShapes, outputShape } = call;
  return {
    id,
    path,
    className: module.constructor.name,
    call: count,
    parent,
    inputShapes: inputShapes.map((shape) => shape.slice(1)),
    outputShape: outputShape.slice(1),
  };
}

/** One edge for each layer that it reads, however often it reads it. Parameters and constants belong to no layer. */
function edgesInto({ id, nodes }: LayerPart, owners: ReadonlyMap<Node, string>): readonly NetworkEdge[] {
  const sources = nodes.flatMap(({ inputs }) => inputs.map((input) => owners.get(input)));
  return [...new Set(sources)]
    .filter((from) => from !== undefined && from !== id)
    .map((from) => ({ from: from!, to: id }));
}
