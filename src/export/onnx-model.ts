// A trained model as an ONNX model for any runtime: ONNX's own operators, weights inside, a batch of any size.
// It goes the way of the onnxruntime engine: the same prediction graph, the same lowering without the blocked layout.
import { isDeepStrictEqual } from 'node:util';
import { imagesName, prediction } from '../compile/programs.ts';
import { lowerGraph } from '../engines/onnxruntime/lower-graph.ts';
import { ModelError } from '../errors/model-error.ts';
import type { OnnxModel, OnnxNode, OnnxTensor } from '../formats/onnx/model.ts';
import type { Shape } from '../graph/shape.ts';
import type { Module } from '../nn/module.ts';
import { exportedScope, readableNaming } from './onnx-names.ts';

export interface OnnxExportOptions {
  /** Of one image: [C, H, W]. */
  readonly imageShape: Shape;
  /** Gives `probabilities` instead of `logits`. Default false. */
  readonly softmax?: boolean;
  /** Free text by name, e.g. the classes. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** Of this library. */
  readonly producerVersion?: string;
}

const inputName = 'input';
const batch = 'batch';

/**
 * Opset 17, IR version 8. Input `input` [batch, C, H, W]; output `logits` or `probabilities` [batch, classes].
 * Initializers have the parameters' names.
 *
 * @throws ModelError for a model that does not treat the images of a batch alike; ShapeError for images of a wrong size
 */
export function exportOnnx(model: Module, options: OnnxExportOptions): OnnxModel {
  const { imageShape, softmax = false, metadata, producerVersion } = options;
  const lowered = lowerForAnyBatch(model, imageShape);
  const { nodes, inputs, outputs, initializers } = lowered.graph;
  const [output] = outputs;
  const outputName = softmax ? 'probabilities' : output.name;

  // The last node hands the logits out under their name: it becomes the softmax, or goes.
  const last = nodes.at(-1) as OnnxNode;
  const names = new Map([[imagesName, inputName], ...(softmax ? [] : [[last.inputs[0], outputName] as const])]);
  const rename = (name: string) => names.get(name) ?? name;
  const kept = nodes.slice(0, -1).map((node) => ({
    ...node,
    inputs: node.inputs.map(rename),
    outputs: node.outputs.map(rename),
  }));
  const softmaxNode: OnnxNode = {
    opType: 'Softmax',
    name: '/Softmax',
    inputs: last.inputs,
    outputs: [outputName],
    attributes: { axis: { type: 'int', value: 1 } },
  };
  const read = new Set(inputs.map(({ name }) => name));
  const weights = [...model.stateDict()]
    .filter(([name]) => read.has(name))
    .map(([name, { shape, data }]): OnnxTensor => ({ name, elementType: 'float32', dims: shape, data }));
  return {
    ...lowered,
    ...(producerVersion === undefined ? {} : { producerVersion }),
    ...(metadata === undefined ? {} : { metadata }),
    graph: {
      name: model.constructor.name,
      nodes: softmax ? [...kept, softmaxNode] : kept,
      initializers: [...weights, ...initializers],
      inputs: [{ name: inputName, elementType: 'float32', dims: [batch, ...imageShape] }],
      outputs: [{ ...output, name: outputName, dims: [batch, ...output.dims.slice(1)] }],
    },
  };
}

/** Two sizes of batch must give the same nodes and constants: then no number in the model depends on it. */
function lowerForAnyBatch(model: Module, imageShape: Shape): OnnxModel {
  const [two, three] = [2, 3].map((size) =>
    lowerGraph(prediction(model, [size, ...imageShape]), { scopeOf: exportedScope, nodeNaming: readableNaming() }),
  );
  const partsOf = ({ graph }: OnnxModel) => [graph.nodes, graph.initializers];
  if (isDeepStrictEqual(partsOf(two), partsOf(three))) return two;
  const differing = two.graph.nodes.find((node, index) => !isDeepStrictEqual(node, three.graph.nodes[index]));
  throw new ModelError(`${differing?.name ?? model.constructor.name}: depends on the number of images in a batch`, {
    hint: 'keep the first axis as it is, e.g. by Flatten instead of a reshape',
  });
}
