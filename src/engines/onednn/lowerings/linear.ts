// The fully connected layer and its gradients, as inner products. A ReLU that follows is applied on the way out.
import type { Shape } from '../../../graph/shape.ts';
import type { PrimitiveHandle, Storage } from '../library/abi.ts';
import type { ProgramBuilder } from '../program-builder.ts';
import {
  emitInputGradient,
  emitLayer,
  emitWeightGradient,
  inputGradientLayouts,
  layerAttributes,
  layerLayouts,
  weightGradientLayouts,
} from './layer.ts';
import type { Lowering } from './lowering.ts';

export const linear: Lowering<'linear'> = (builder, node) => {
  const options = { propagation: 'training' } as const;
  const attributes = layerAttributes(builder, node);
  // Logits are differences of large sums, and losses their exponentials: they keep all their digits.
  const y = builder.any(node.shape, 'float32');
  emitLayer(builder, node, 'inner product', (storage) => {
    const layouts = { ...layerLayouts(builder, node, node.inputs[1].shape, storage), y };
    return builder.abi.innerProduct(layouts, options, attributes);
  });
};

export const linearInputGradient: Lowering<'linearInputGradient'> = (builder, node) => {
  const [dy, w] = node.inputs;
  const primitive = builder.abi.innerProductInputGradient(
    inputGradientLayouts(builder, node, w.shape),
    { forward: forwardHint(builder, node.shape, w.shape, dy.shape) },
    builder.oneDnn.plainAttributes,
  );
  emitInputGradient(builder, node, 'inner product input gradient', primitive);
};

export const linearWeightGradient: Lowering<'linearWeightGradient'> = (builder, node) => {
  const [x, dy] = node.inputs;
  emitWeightGradient(builder, node, 'inner product weight gradient', (storage, images) => {
    const [xShape, yShape] = [x, dy].map(({ shape }) => shape.with(0, images));
    return builder.abi.innerProductWeightGradient(
      weightGradientLayouts(builder, node, node.shape, storage, images),
      { forward: forwardHint(builder, xShape, node.shape, yShape, storage) },
      builder.oneDnn.plainAttributes,
    );
  });
};

function forwardHint(
  builder: ProgramBuilder,
  x: Shape,
  w: Shape,
  y: Shape,
  storage: Storage = builder.storage,
): PrimitiveHandle {
  const any = (shape: Shape) => builder.any(shape, storage);
  return builder.abi.innerProduct(
    { x: any(x), w: any(w), b: undefined, y: any(y) },
    { propagation: 'training' },
    builder.oneDnn.plainAttributes,
  );
}
