// A trained model as an ONNX model for any runtime: ONNX's own operators, weights inside, a batch of any size.
// It goes the way of the onnxruntime engine: the same prediction graph, the same lowering without the blocked layout.
import { isDeepStrictEqual } from 'node:util';
import { imagesName, prediction } from '../compile/programs.ts';
import { lowerGraph } from '../engines/onnxruntime/lower-graph.ts';
import { ModelError } from '../errors/model-error.ts';
import { imageAxes, requireShape, requireType } from '../errors/require-option.ts';
import type { OnnxModel, OnnxNode, OnnxTensor, OnnxValueInfo } from '../formats/onnx/model.ts';
import type { Shape } from '../graph/shape.ts';
import { requireFiniteTensors } from '../nn/finite.ts';
import { Module } from '../nn/module.ts';
import { foldConstants } from './fold-constants.ts';
import { exportedScope, readableNaming } from './onnx-names.ts';

/** What `exportOnnx` takes. */
export interface OnnxExportOptions {
  /** Shape of one image: [C, H, W]. */
  readonly imageShape: Shape;
  /** Gives `probabilities` instead of `logits`. Default false. */
  readonly softmax?: boolean;
  /** Free text by name, e.g. the classes. */
  readonly metadata?: Readonly<Record<string, string>>;
  /**
   * Paths of modules, each called once, whose outputs the model hands out too, under these names:
   * what PyTorch's forward hooks see. None by default.
   */
  readonly activations?: readonly string[];
  /** Version of this library, recorded in the model. */
  readonly producerVersion?: string;
}

const inputName = 'input';
const batch = 'batch';

/**
 * Opset 17, IR version 8. Input `input` [batch, C, H, W]; output `logits` or `probabilities` [batch, classes], then one
 * for each of `activations`. Initializers have the parameters' names; what is
 * computed of weights alone, such as a normalisation of a convolution's, is in them.
 *
 * @throws ModelError for a model that does not treat the images of a batch alike, and for an activation that is not the
 * path of a module which is called once; ShapeError for images of a wrong size; NotFiniteError for NaN or infinity in the weights
 * @example
 * ```ts
 * import { encodeOnnxModel, exportOnnx, LeNet } from 'googlenet';
 * const bytes = encodeOnnxModel(exportOnnx(new LeNet().initialize(0), { imageShape: [1, 28, 28], softmax: true }));
 * ```
 */
export function exportOnnx(model: Module, options: OnnxExportOptions): OnnxModel {
  const { imageShape, softmax = false, activations = [], metadata, producerVersion } = options;
  requireType('model', model, Module);
  requireShape('imageShape', imageShape, imageAxes);
  requireType('softmax', softmax, 'boolean');
  requireType('activations', activations, Array);
  for (const [name, text] of Object.entries(metadata ?? {})) requireType(`metadata.${name}`, text, 'string');
  requireFiniteTensors(model.stateDict(), model.constructor.name);
  const { lowered, weights } = lowerForAnyBatch(model, imageShape, activations);
  const { nodes, inputs, outputs, initializers } = lowered.graph;
  const logits = 'logits';
  const softmaxNode: OnnxNode = {
    opType: 'Softmax',
    name: '/Softmax',
    inputs: [logits],
    outputs: ['probabilities'],
    attributes: { axis: { type: 'int', value: 1 } },
  };
  const read = new Set(inputs.map(({ name }) => name));
  const held = [...weights]
    .filter(([name]) => read.has(name))
    .map(([name, { shape, data }]): OnnxTensor => ({ name, elementType: 'float32', dims: shape, data }));
  const logitsFirst = outputs.toSorted((a, b) => Number(b.name === logits) - Number(a.name === logits));
  return {
    ...lowered,
    ...(producerVersion === undefined ? {} : { producerVersion }),
    ...(metadata === undefined ? {} : { metadata }),
    graph: {
      name: model.constructor.name,
      nodes: [...withoutCopies(nodes, outputs), ...(softmax ? [softmaxNode] : [])],
      initializers: [...held, ...initializers],
      inputs: [{ name: inputName, elementType: 'float32', dims: [batch, ...imageShape] }],
      outputs: logitsFirst.map((output) => ({
        ...output,
        name: softmax && output.name === logits ? 'probabilities' : output.name,
        dims: [batch, ...output.dims.slice(1)],
      })),
    },
  };
}

/**
 * The lowering ends with a copy for each output: here the value itself takes the output's name. A copy stays where a
 * value is handed out under a second name, and where it is the model's input.
 */
function withoutCopies(nodes: readonly OnnxNode[], outputs: readonly OnnxValueInfo[]): readonly OnnxNode[] {
  const computed = nodes.slice(0, -outputs.length);
  const values = new Set(computed.flatMap((node) => node.outputs));
  const names = new Map([[imagesName, inputName]]);
  const copies = nodes
    .slice(-outputs.length)
    .toReversed()
    .filter(({ inputs: [value], outputs: [name] }) => {
      if (!values.has(value) || names.has(value)) return true;
      names.set(value, name);
      return false;
    });
  const rename = (name: string) => names.get(name) ?? name;
  return [
    ...computed.map((node) => ({ ...node, inputs: node.inputs.map(rename), outputs: node.outputs.map(rename) })),
    ...copies.map((node) => ({ ...node, inputs: node.inputs.map(rename) })),
  ];
}

/** Two sizes of batch must give the same nodes and constants: then no number in the model depends on it. */
function lowerForAnyBatch(model: Module, imageShape: Shape, activations: readonly string[]) {
  const state = model.stateDict();
  const [folded, other] = [2, 3].map((size) =>
    foldConstants(prediction(model, [size, ...imageShape], activations), state),
  );
  const [two, three] = [folded, other].map(({ graph }) =>
    lowerGraph(graph, { scopeOf: exportedScope, nodeNaming: readableNaming() }),
  );
  const partsOf = ({ graph }: OnnxModel) => [graph.nodes, graph.initializers];
  if (isDeepStrictEqual(partsOf(two), partsOf(three))) return { lowered: two, weights: folded.weights };
  const differing = two.graph.nodes.find((node, index) => !isDeepStrictEqual(node, three.graph.nodes[index]));
  throw new ModelError(`${differing?.name ?? model.constructor.name}: depends on the number of images in a batch`, {
    hint: 'keep the first axis as it is, e.g. by Flatten instead of a reshape',
  });
}
