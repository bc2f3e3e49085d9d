// The fully connected layer and its gradients, as inner products. A ReLU that follows is applied on the way out.
import type { Node } from '../../../graph/node.ts';
import type { PrimitiveHandle } from '../library/abi.ts';
import type { ProgramBuilder } from '../program-builder.ts';
import { layoutOf } from './layout-of.ts';
import type { Lowering } from './lowering.ts';

export const linear: Lowering<'linear'> = (builder, node) => {
  const { oneDnn, fusions } = builder;
  const [x, w, b] = node.inputs;
  const activation = fusions.activations.get(node);
  const primitive = builder.abi.innerProduct(
    {
      x: builder.any(x.shape),
      w: builder.any(w.shape),
      b: b === undefined ? undefined : builder.plain(b.shape),
      y: builder.any(node.shape),
    },
    { propagation: 'training' },
    activation === undefined
      ? oneDnn.plainAttributes
      : oneDnn.attributes([{ kind: 'eltwise', algorithm: 'relu', alpha: 0, beta: 0 }]),
  );
  const result = activation ?? node;
  const y = builder.place(result, layoutOf(builder, primitive, 'y'));
  builder.emit('inner product', primitive, {
    x: builder.readAs(x, layoutOf(builder, primitive, 'x')),
    w: builder.readAs(w, layoutOf(builder, primitive, 'w')),
    b: b === undefined ? undefined : builder.readPlain(b),
    y,
  });
  builder.define(result, y);
};

export const linearInputGradient: Lowering<'linearInputGradient'> = (builder, node) => {
  const [dy, w] = node.inputs;
  const primitive = builder.abi.innerProductInputGradient(
    { dx: builder.any(node.shape), w: builder.any(w.shape), dy: builder.any(dy.shape) },
    { forward: forwardHint(builder, node, w, dy) },
    builder.oneDnn.plainAttributes,
  );
  const dx = builder.place(node, layoutOf(builder, primitive, 'dx'));
  builder.emit('inner product input gradient', primitive, {
    dy: builder.readAs(dy, layoutOf(builder, primitive, 'dy')),
    w: builder.readAs(w, layoutOf(builder, primitive, 'w')),
    dx,
  });
  builder.define(node, dx);
};

export const linearWeightGradient: Lowering<'linearWeightGradient'> = (builder, node) => {
  const [x, dy] = node.inputs;
  const bias = builder.fusions.biasGradients.get(node);
  const primitive = builder.abi.innerProductWeightGradient(
    {
      x: builder.any(x.shape),
      dw: builder.any(node.shape),
      db: bias === undefined ? undefined : builder.plain(bias.shape),
      dy: builder.any(dy.shape),
    },
    { forward: forwardHint(builder, x, node, dy) },
    builder.oneDnn.plainAttributes,
  );
  const dw = builder.place(node, layoutOf(builder, primitive, 'dw'));
  const db = bias === undefined ? undefined : builder.place(bias, builder.plain(bias.shape));
  builder.emit('inner product weight gradient', primitive, {
    x: builder.readAs(x, layoutOf(builder, primitive, 'x')),
    dy: builder.readAs(dy, layoutOf(builder, primitive, 'dy')),
    dw,
    db,
  });
  builder.define(node, dw);
  if (bias !== undefined && db !== undefined) builder.define(bias, db);
};

function forwardHint(builder: ProgramBuilder, x: Node, w: Node, y: Node): PrimitiveHandle {
  return builder.abi.innerProduct(
    { x: builder.any(x.shape), w: builder.any(w.shape), b: undefined, y: builder.any(y.shape) },
    { propagation: 'training' },
    builder.oneDnn.plainAttributes,
  );
}
