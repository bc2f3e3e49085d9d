// Convolution and its gradients. The library chooses the layouts; a ReLU that follows is applied on the way out.
import type { ConvolutionAttrs } from '../../../graph/op-attrs.ts';
import type { Shape } from '../../../graph/shape.ts';
import type { ConvolutionAlgorithm, PrimitiveHandle, Storage } from '../library/abi.ts';
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

/** oneDNN considers Winograd's algorithm only for training primitives, so predictions ask for training ones too. */
const propagation = 'training';

/**
 * Fewest output pixels for Winograd's algorithm, which computes 4×4 at a time, with 36 products instead of 16 · 9. On a
 * smaller map most of them are thrown away, while direct code skips what lies in the padding. oneDNN ignores both effects.
 */
const leastPixels = 9;

export const conv2d: Lowering<'conv2d'> = (builder, node) => {
  const weights = weightsOf(node.inputs[1].shape, node.attrs);
  const attributes = layerAttributes(builder, node);
  emitLayer(builder, node, 'convolution', (storage) => {
    const options = { propagation, algorithm: algorithmFor(builder, node.shape), window: node.attrs } as const;
    return builder.abi.convolution(layerLayouts(builder, node, weights, storage), options, attributes);
  });
};

export const conv2dInputGradient: Lowering<'conv2dInputGradient'> = (builder, node) => {
  const [dy, w] = node.inputs;
  const weights = weightsOf(w.shape, node.attrs);
  const forward = forwardHint(builder, node.shape, weights, dy.shape, node.attrs);
  const primitive = builder.abi.convolutionInputGradient(
    inputGradientLayouts(builder, node, weights),
    { algorithm: algorithmFor(builder, dy.shape), window: node.attrs, forward },
    builder.oneDnn.plainAttributes,
  );
  emitInputGradient(builder, node, 'convolution input gradient', primitive);
};

export const conv2dWeightGradient: Lowering<'conv2dWeightGradient'> = (builder, node) => {
  const [x, dy] = node.inputs;
  const weights = weightsOf(node.shape, node.attrs);
  emitWeightGradient(builder, node, 'convolution weight gradient', (storage, images) => {
    const [xShape, yShape] = [x, dy].map(({ shape }) => shape.with(0, images));
    const forward = forwardHint(builder, xShape, weights, yShape, node.attrs, storage);
    return builder.abi.convolutionWeightGradient(
      weightGradientLayouts(builder, node, weights, storage, images),
      { algorithm: algorithmFor(builder, dy.shape), window: node.attrs, forward },
      builder.oneDnn.plainAttributes,
    );
  });
};

/** @param output [N, K, P, Q] */
function algorithmFor({ convolution }: ProgramBuilder, [, , p, q]: Shape): ConvolutionAlgorithm {
  return p * q < leastPixels ? 'direct' : convolution;
}

/** The library wants groups as an axis of their own, [G, K/G, C/G, R, S]; row-major, that changes no byte. */
function weightsOf([k, ...rest]: Shape, { groups = 1 }: ConvolutionAttrs): Shape {
  return groups === 1 ? [k, ...rest] : [groups, k / groups, ...rest];
}

/** The forward convolution that a gradient belongs to, which the library asks for. */
function forwardHint(
  builder: ProgramBuilder,
  x: Shape,
  w: Shape,
  y: Shape,
  window: ConvolutionAttrs,
  storage: Storage = builder.storage,
): PrimitiveHandle {
  const any = (shape: Shape) => builder.any(shape, storage);
  return builder.abi.convolution(
    { x: any(x), w: any(w), b: undefined, y: any(y) },
    { propagation, algorithm: 'direct', window },
    builder.oneDnn.plainAttributes,
  );
}
