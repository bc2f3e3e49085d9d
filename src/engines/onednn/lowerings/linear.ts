// The fully connected layer and its gradients, as inner products. A ReLU that follows is applied on the way out.
import type { Node } from '../../../graph/node.ts';
import type { PrimitiveHandle } from '../library/abi.ts';
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
  const primitive = builder.abi.innerProduct(layerLayouts(builder, node, node.inputs[1].shape), options, attributes);
  emitLayer(builder, node, 'inner product', primitive);
};

export const linearInputGradient: Lowering<'linearInputGradient'> = (builder, node) => {
  const [dy, w] = node.inputs;
  const primitive = builder.abi.innerProductInputGradient(
    inputGradientLayouts(builder, node, w.shape),
    { forward: forwardHint(builder, node, w, dy) },
    builder.oneDnn.plainAttributes,
  );
  emitInputGradient(builder, node, 'inner product input gradient', primitive);
};

export const linearWeightGradient: Lowering<'linearWeightGradient'> = (builder, node) => {
  const [x, dy] = node.inputs;
  const primitive = builder.abi.innerProductWeightGradient(
    weightGradientLayouts(builder, node, node.shape),
    { forward: forwardHint(builder, x, node, dy) },
    builder.oneDnn.plainAttributes,
  );
  emitWeightGradient(builder, node, 'inner product weight gradient', primitive);
};

function forwardHint(builder: ProgramBuilder, x: Node, w: Node, y: Node): PrimitiveHandle {
  return builder.abi.innerProduct(
    { x: builder.any(x.shape), w: builder.any(w.shape), b: undefined, y: builder.any(y.shape) },
    { propagation: 'training' },
    builder.oneDnn.plainAttributes,
  );
}
