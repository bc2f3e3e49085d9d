// Pooling and its gradients, in the layout that the image comes in. Max-pooling remembers in a workspace which element
// of each window was the (first) largest. A mean whose divisor the library does not know is the mean of the whole window,
// corrected output by output.
import type { Node } from '../../../graph/node.ts';
import type { AveragePoolAttrs, PoolAttrs } from '../../../graph/op-attrs.ts';
import type { Shape } from '../../../graph/shape.ts';
import { meanRule } from '../../../ops/average-pool2d.ts';
import { paddingBehind } from '../../../ops/window.ts';
import type { Layout, PoolAlgorithm, PoolSpec } from '../library/abi.ts';
import type { Value } from '../plan/block.ts';
import type { Pooled, ProgramBuilder } from '../program-builder.ts';
import { fastestPooling } from './fastest-pooling.ts';
import { layoutOf } from './layout-of.ts';
import type { Lowering } from './lowering.ts';

export const maxPool2d: Lowering<'maxPool2d'> = (builder, node) => {
  const hasGradient = builder.graph.nodes.some((other) => other.op === 'maxPool2dGradient' && other.inputs[1] === node);
  const pooled = pool(builder, 'max', hasGradient ? 'training' : 'inference', node.inputs[0], node);
  builder.pooled.set(node, pooled);
  builder.define(node, pooled.y);
};

export const averagePool2d: Lowering<'averagePool2d'> = (builder, node) => {
  const [x] = node.inputs;
  const { algorithm, factors } = meanOf(node.attrs, x.shape, node.shape);
  const { y } = pool(builder, algorithm, 'inference', x, node);
  builder.define(node, factors === undefined ? y : scaleOutputs(builder, y, node.shape, factors));
};

export const maxPool2dGradient: Lowering<'maxPool2dGradient'> = (builder, node) => {
  const [x, y, dy] = node.inputs;
  const { attrs } = node;
  const forward = builder.pooled.get(y) ?? pool(builder, 'max', 'training', x, { attrs, shape: y.shape });
  const dx = builder.place(node, forward.x.layout);
  const primitive = builder.abi.poolingGradient(
    { dx: forward.x.layout, dy: forward.y.layout },
    { algorithm: 'max', window: poolSpec(attrs, x.shape, y.shape), forward: forward.primitive },
    builder.oneDnn.plainAttributes,
  );
  const operands = { dy: builder.readAs(dy, forward.y.layout), dx, workspace: forward.workspace };
  builder.emit('max-pool gradient', primitive, operands);
  builder.define(node, dx);
};

export const averagePool2dGradient: Lowering<'averagePool2dGradient'> = (builder, node) => {
  const [dy] = node.inputs;
  const { algorithm, factors } = meanOf(node.attrs, node.shape, dy.shape);
  const options = { algorithm, window: poolSpec(node.attrs, node.shape, dy.shape) };
  const { plainAttributes } = builder.oneDnn;
  const dxLayout = imageLayout(builder, node.shape);
  const forward = builder.abi.pooling(
    { x: dxLayout, y: builder.any(dy.shape) },
    { ...options, propagation: 'training' },
    plainAttributes,
  );
  const dyLayout = layoutOf(builder, forward, 'y');
  const primitive = builder.abi.poolingGradient(
    { dx: dxLayout, dy: dyLayout },
    { ...options, forward },
    plainAttributes,
  );
  const dx = builder.place(node, dxLayout);
  const given = builder.readAs(dy, dyLayout);
  const scaled = factors === undefined ? given : scaleOutputs(builder, given, dy.shape, factors);
  builder.emit('average-pool gradient', primitive, { dy: scaled, dx });
  builder.define(node, dx);
};

function poolSpec(attrs: PoolAttrs, [, , h, w]: Shape, [, , p, q]: Shape): PoolSpec {
  return { ...attrs, paddingBehind: paddingBehind(attrs, [h, w], [p, q]) };
}

function meanOf(attrs: AveragePoolAttrs, [, , h, w]: Shape, [, , p, q]: Shape) {
  const { counted, factors } = meanRule(attrs, [h, w], [p, q]);
  const algorithm: PoolAlgorithm = counted === 'window' ? 'averageOfWindow' : 'averageOfImage';
  return { algorithm, factors };
}

/** Multiplies each plane by the same factors, output by output. */
function scaleOutputs(builder: ProgramBuilder, value: Value, [, , p, q]: Shape, factors: readonly number[]): Value {
  const { abi, oneDnn } = builder;
  const plane = builder.kept(builder.plain([1, 1, p, q]), (content) => content.set(factors));
  const y = builder.temporary(value.layout);
  const layouts = { a: value.layout, b: plane.layout, y: y.layout };
  const primitive = abi.binary(layouts, { algorithm: 'multiply' }, oneDnn.plainAttributes);
  builder.emit('binary', primitive, { x: value, x1: plane, y });
  return y;
}

/** The layout that convolutions prefer for images, found by asking one. */
function imageLayout(builder: ProgramBuilder, shape: Shape): Layout {
  const [, channels] = shape;
  const image = builder.any(shape);
  const primitive = builder.abi.convolution(
    { x: image, w: builder.any([channels, channels, 1, 1]), b: undefined, y: image },
    { propagation: 'training', algorithm: 'direct', window: { stride: [1, 1], padding: [0, 0] } },
    builder.oneDnn.plainAttributes,
  );
  return layoutOf(builder, primitive, 'x');
}

function pool(
  builder: ProgramBuilder,
  algorithm: PoolAlgorithm,
  propagation: 'training' | 'inference',
  input: Node,
  node: { readonly attrs: PoolAttrs; readonly shape: Shape },
): Pooled {
  const { abi, oneDnn } = builder;
  const { attrs, shape } = node;
  const window = poolSpec(attrs, input.shape, shape);
  const x = builder.readDense(input);
  const options = { propagation, algorithm, window } as const;
  const storage = abi.storageOf(x.layout);
  const primitive = abi.pooling({ x: x.layout, y: builder.any(shape, storage) }, options, oneDnn.plainAttributes);
  const y = builder.temporary(layoutOf(builder, primitive, 'y'));
  const workspaceLayout = oneDnn.query(primitive, 'workspace');
  if (workspaceLayout === undefined) {
    builder.emit(algorithm === 'max' ? 'max-pool' : 'average-pool', primitive, { x, y });
    return { primitive, x, y, workspace: undefined };
  }
  const workspace = builder.temporary(workspaceLayout);
  const fastest = fastestPooling(oneDnn, x.layout, { xShape: input.shape, yShape: shape, window, storage });
  if (fastest === undefined) builder.emit('max-pool', primitive, { x, y, workspace });
  else {
    const views = { x: { ...x, layout: fastest.x }, y: { ...y, layout: fastest.y } };
    const places = { ...views, workspace: { ...workspace, layout: fastest.workspace } };
    builder.emit('max-pool', fastest.primitive, places);
  }
  return { primitive, x, y, workspace };
}
