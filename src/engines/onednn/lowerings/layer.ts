// What convolutions and fully connected layers have in common: operands in the layouts that the primitive wants, a ReLU
// applied on the way out, the bias gradient out of the weight gradient's primitive.
import type { Node, NodeOf } from '../../../graph/node.ts';
import type { Shape } from '../../../graph/shape.ts';
import type { AttributesHandle, Layout, PrimitiveHandle } from '../library/abi.ts';
import type { ProgramBuilder } from '../program-builder.ts';
import { layoutOf } from './layout-of.ts';

type LayerNode = NodeOf<'conv2d'> | NodeOf<'linear'>;
type InputGradientNode = NodeOf<'conv2dInputGradient'> | NodeOf<'linearInputGradient'>;
type WeightGradientNode = NodeOf<'conv2dWeightGradient'> | NodeOf<'linearWeightGradient'>;

export function layerAttributes({ oneDnn, fusions }: ProgramBuilder, node: LayerNode): AttributesHandle {
  if (!fusions.activations.has(node)) return oneDnn.plainAttributes;
  return oneDnn.attributes([{ kind: 'eltwise', algorithm: 'relu', alpha: 0, beta: 0 }]);
}

/** The library chooses all but the bias's. @param weights their shape as the primitive has it */
export function layerLayouts(builder: ProgramBuilder, { inputs: [x, , b], shape }: LayerNode, weights: Shape) {
  return { x: builder.any(x.shape), w: builder.any(weights), b: biasLayout(builder, b), y: builder.any(shape) };
}

export function inputGradientLayouts(
  builder: ProgramBuilder,
  { inputs: [dy], shape }: InputGradientNode,
  weights: Shape,
) {
  return { dx: builder.any(shape), w: builder.any(weights), dy: builder.any(dy.shape) };
}

export function weightGradientLayouts(builder: ProgramBuilder, node: WeightGradientNode, weights: Shape) {
  const [x, dy] = node.inputs;
  const db = biasLayout(builder, builder.fusions.biasGradients.get(node));
  return { x: builder.any(x.shape), dw: builder.any(weights), db, dy: builder.any(dy.shape) };
}

export function emitLayer(builder: ProgramBuilder, node: LayerNode, kind: string, primitive: PrimitiveHandle): void {
  const [x, w, b] = node.inputs;
  const result = builder.fusions.activations.get(node) ?? node;
  const y = builder.place(result, layoutOf(builder, primitive, 'y'));
  builder.emit(kind, primitive, {
    x: builder.readAs(x, layoutOf(builder, primitive, 'x')),
    w: builder.readAs(w, layoutOf(builder, primitive, 'w')),
    b: b === undefined ? undefined : builder.readPlain(b),
    y,
  });
  builder.define(result, y);
}

export function emitInputGradient(
  builder: ProgramBuilder,
  node: InputGradientNode,
  kind: string,
  primitive: PrimitiveHandle,
): void {
  const [dy, w] = node.inputs;
  const dx = builder.place(node, layoutOf(builder, primitive, 'dx'));
  builder.emit(kind, primitive, {
    dy: builder.readAs(dy, layoutOf(builder, primitive, 'dy')),
    w: builder.readAs(w, layoutOf(builder, primitive, 'w')),
    dx,
  });
  builder.define(node, dx);
}

export function emitWeightGradient(
  builder: ProgramBuilder,
  node: WeightGradientNode,
  kind: string,
  primitive: PrimitiveHandle,
): void {
  const [x, dy] = node.inputs;
  const bias = builder.fusions.biasGradients.get(node);
  const dw = builder.place(node, layoutOf(builder, primitive, 'dw'));
  const db = bias === undefined ? undefined : builder.place(bias, builder.plain(bias.shape));
  builder.emit(kind, primitive, {
    x: builder.readAs(x, layoutOf(builder, primitive, 'x')),
    dy: builder.readAs(dy, layoutOf(builder, primitive, 'dy')),
    dw,
    db,
  });
  builder.define(node, dw);
  if (bias !== undefined && db !== undefined) builder.define(bias, db);
}

function biasLayout(builder: ProgramBuilder, bias: Node | undefined): Layout | undefined {
  return bias === undefined ? undefined : builder.plain(bias.shape);
}
