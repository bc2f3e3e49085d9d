// Local response normalisation and its gradient, in the blocked layouts that convolutions leave, or plain. The library's windows have as many
// channels before a channel as after it; even sizes are put together in even-response-norm.ts.
import type { Node } from '../../../graph/node.ts';
import type { LocalResponseNormAttrs } from '../../../graph/op-attrs.ts';
import { type Shape, sizeOf } from '../../../graph/shape.ts';
import type { Layout, Propagation } from '../library/abi.ts';
import type { Pooled, ProgramBuilder } from '../program-builder.ts';
import { evenResponseNorm, evenResponseNormGradient } from './even-response-norm.ts';
import type { Lowering } from './lowering.ts';

export const localResponseNorm: Lowering<'localResponseNorm'> = (builder, node) => {
  const [x] = node.inputs;
  if (isEven(node.attrs)) {
    evenResponseNorm(builder, node);
    return;
  }
  const hasGradient = builder.graph.nodes.some(
    (other) => other.op === 'localResponseNormGradient' && other.inputs[1] === node,
  );
  const normalized = normalize(builder, hasGradient ? 'training' : 'inference', x, node.attrs);
  builder.locallyNormalised.set(node, normalized);
  builder.define(node, normalized.y);
};

export const localResponseNormGradient: Lowering<'localResponseNormGradient'> = (builder, node) => {
  const [xNode, yNode, dyNode] = node.inputs;
  if (isEven(node.attrs)) {
    evenResponseNormGradient(builder, node);
    return;
  }
  const forward = builder.locallyNormalised.get(yNode) ?? normalize(builder, 'training', xNode, node.attrs);
  const dy = builder.readAs(dyNode, forward.x.layout);
  const dx = builder.place(node, forward.x.layout);
  const layout = safeLayout(builder, dy.layout, node.shape);
  const primitive = builder.abi.localResponseNormGradient(
    { dx: layout, dy: layout, x: layout },
    { norm: node.attrs, forward: forward.primitive },
    builder.oneDnn.plainAttributes,
  );
  const places = { x: { ...forward.x, layout }, dy: { ...dy, layout }, dx: { ...dx, layout } };
  builder.emit('local response norm gradient', primitive, { ...places, workspace: forward.workspace });
  builder.define(node, dx);
};

function isEven({ size }: LocalResponseNormAttrs): boolean {
  return size % 2 === 0;
}

function normalize(
  builder: ProgramBuilder,
  propagation: Propagation,
  input: Node,
  norm: LocalResponseNormAttrs,
): Pooled {
  const { abi, oneDnn } = builder;
  const dense = builder.readDense(input);
  const x = isBlocked(builder, dense.layout, input.shape) ? dense : builder.readPlain(input);
  const layout = safeLayout(builder, x.layout, input.shape);
  const primitive = abi.localResponseNorm({ x: layout, y: layout }, { propagation, norm }, oneDnn.plainAttributes);
  const y = builder.temporary(x.layout);
  const workspaceLayout = oneDnn.query(primitive, 'workspace');
  const workspace = workspaceLayout === undefined ? undefined : builder.temporary(workspaceLayout);
  builder.emit('local response norm', primitive, { x: { ...x, layout }, y: { ...y, layout }, workspace });
  return { primitive, x, y, workspace };
}

/**
 * A layout of the same bytes for which the library computes correctly. In versions 2.6 and 3.7, its AVX-512 code for
 * channels-last images crashes at a size of 1 and gives wrong gradients for some numbers of channels, and it takes plain images
 * of one pixel or one channel for channels-last ones. That code needs four axes, so plain images get three.
 */
function safeLayout(builder: ProgramBuilder, layout: Layout, shape: Shape): Layout {
  const [n, c, ...image] = shape;
  return isBlocked(builder, layout, shape) ? layout : builder.plain([n, c, sizeOf(image)]);
}

function isBlocked({ abi, oneDnn }: ProgramBuilder, layout: Layout, shape: Shape): boolean {
  return (
    shape.length === 4 && ([8, 16] as const).some((block) => oneDnn.isSame(layout, abi.blockedLayout(shape, block)))
  );
}
