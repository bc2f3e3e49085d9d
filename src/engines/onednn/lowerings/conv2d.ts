// Convolution and its gradients. The library chooses the layouts; a ReLU that follows is applied on the way out.
import type { WindowAttrs } from '../../../graph/op-attrs.ts';
import type { Shape } from '../../../graph/shape.ts';
import type { PrimitiveHandle } from '../library/abi.ts';
import type { ProgramBuilder } from '../program-builder.ts';
import { layoutOf } from './layout-of.ts';
import type { Lowering } from './lowering.ts';

/** Also where no gradient follows: the library then does not think of Winograd's algorithm. */
const propagation = 'training';

export const conv2d: Lowering<'conv2d'> = (builder, node) => {
  const { oneDnn, fusions } = builder;
  const [x, w, b] = node.inputs;
  const activation = fusions.activations.get(node);
  const attributes =
    activation === undefined
      ? oneDnn.plainAttributes
      : oneDnn.attributes([{ kind: 'eltwise', algorithm: 'relu', alpha: 0, beta: 0 }]);
  const primitive = builder.abi.convolution(
    {
      x: builder.any(x.shape),
      w: builder.any(w.shape),
      b: b === undefined ? undefined : builder.plain(b.shape),
      y: builder.any(node.shape),
    },
    {
      propagation,
      algorithm: builder.convolution,
      window: node.attrs,
    },
    attributes,
  );
  const result = activation ?? node;
  const y = builder.place(result, layoutOf(builder, primitive, 'y'));
  builder.emit('convolution', primitive, {
    x: builder.readAs(x, layoutOf(builder, primitive, 'x')),
    w: builder.readAs(w, layoutOf(builder, primitive, 'w')),
    b: b === undefined ? undefined : builder.readPlain(b),
    y,
  });
  builder.define(result, y);
};

export const conv2dInputGradient: Lowering<'conv2dInputGradient'> = (builder, node) => {
  const [dy, w] = node.inputs;
  const primitive = builder.abi.convolutionInputGradient(
    { dx: builder.any(node.shape), w: builder.any(w.shape), dy: builder.any(dy.shape) },
    {
      algorithm: builder.convolution,
      window: node.attrs,
      forward: forwardHint(builder, node.shape, w.shape, dy.shape, node.attrs),
    },
    builder.oneDnn.plainAttributes,
  );
  const dx = builder.place(node, layoutOf(builder, primitive, 'dx'));
  builder.emit('convolution input gradient', primitive, {
    dy: builder.readAs(dy, layoutOf(builder, primitive, 'dy')),
    w: builder.readAs(w, layoutOf(builder, primitive, 'w')),
    dx,
  });
  builder.define(node, dx);
};

export const conv2dWeightGradient: Lowering<'conv2dWeightGradient'> = (builder, node) => {
  const [x, dy] = node.inputs;
  const bias = builder.fusions.biasGradients.get(node);
  const primitive = builder.abi.convolutionWeightGradient(
    {
      x: builder.any(x.shape),
      dw: builder.any(node.shape),
      db: bias === undefined ? undefined : builder.plain(bias.shape),
      dy: builder.any(dy.shape),
    },
    {
      algorithm: builder.convolution,
      window: node.attrs,
      forward: forwardHint(builder, x.shape, node.shape, dy.shape, node.attrs),
    },
    builder.oneDnn.plainAttributes,
  );
  const dw = builder.place(node, layoutOf(builder, primitive, 'dw'));
  const db = bias === undefined ? undefined : builder.place(bias, builder.plain(bias.shape));
  builder.emit('convolution weight gradient', primitive, {
    x: builder.readAs(x, layoutOf(builder, primitive, 'x')),
    dy: builder.readAs(dy, layoutOf(builder, primitive, 'dy')),
    dw,
    db,
  });
  builder.define(node, dw);
  if (bias !== undefined && db !== undefined) builder.define(bias, db);
};

/** The forward convolution that a gradient belongs to, which the library asks for. */
function forwardHint(builder: ProgramBuilder, x: Shape, w: Shape, y: Shape, window: WindowAttrs): PrimitiveHandle {
  return builder.abi.convolution(
    { x: builder.any(x), w: builder.any(w), b: undefined, y: builder.any(y) },
    { propagation, algorithm: 'direct', window },
    builder.oneDnn.plainAttributes,
  );
}
