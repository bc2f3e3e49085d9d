// onnxruntime's CPU provider convolves fastest in a layout of its own, [N, C/block, H, W, block], through operators in
// its domain `com.microsoft.nchwc`. It moves constant-weight models there by itself; a training step, whose weights
// are inputs, has to ask for it. Weights are laid out by ordinary operators, since they are new at each step.
// see: onnxruntime/core/optimizer/nchwc_transformer.cc, onnxruntime/core/mlas/lib/snchwc.cpp
import { encodeOnnxModel } from '../../formats/onnx/write.ts';
import type { ConvolutionAttrs, WindowAttrs } from '../../graph/op-attrs.ts';
import type { Shape } from '../../graph/shape.ts';
import type { Runtime } from './hosts/host.ts';
import { int, type OnnxBuilder, type ValueName, windowAttributes } from './onnx-builder.ts';
import { blockedDomain, onnxModel } from './onnx-model.ts';

/** Whether blocks are worth the conversion: with several taps they are; 1×1 convolutions are matrix products either way. */
export function gainsFromBlocks(
  { tuning: { channelBlock } }: OnnxBuilder,
  [k, c, r, s]: Shape,
  { groups = 1, dilation }: ConvolutionAttrs,
): boolean {
  const isOrdinary = groups === 1 && dilation === undefined;
  return isOrdinary && channelBlock > 1 && r * s > 1 && k % channelBlock === 0 && c % channelBlock === 0;
}

export interface Convolution {
  readonly x: ValueName;
  /** [N, C, H, W] */
  readonly xShape: Shape;
  readonly weight: ValueName;
  readonly weightShape: Shape;
  readonly bias?: ValueName | undefined;
}

/** The same as the operator Conv, images in and out as [N, C, H, W]. */
export function blockedConvolution(
  onnx: OnnxBuilder,
  { x, xShape, weight, weightShape, bias }: Convolution,
  { stride, padding }: WindowAttrs,
): ValueName {
  const { channelBlock } = onnx.tuning;
  const [n, c, h, w] = xShape;
  const [k, , r, s] = weightShape;
  // [K, C, R, S] → [K/block, C/block, R, S, block of C, block of K]
  const split = onnx.reshape(weight, [k / channelBlock, channelBlock, c / channelBlock, channelBlock, r, s]);
  const blockedWeight = onnx.reshape(onnx.transpose(split, [0, 2, 4, 5, 3, 1]), weightShape);
  // The kernels are slow where a window hangs over the left or right edge, so those zeros are put there beforehand.
  const blocks = [n, c / channelBlock, h, w, channelBlock];
  const sides = { before: padding[1], after: padding[1] };
  const wide = onnx.grow(onnx.reshape(enterBlocks(onnx, x), blocks), blocks, 3, sides);
  const blockedX = onnx.reshape(wide, [n, c, h, w + 2 * padding[1]]);
  const inputs = bias === undefined ? [blockedX, blockedWeight] : [blockedX, blockedWeight, bias];
  return leaveBlocks(
    onnx,
    onnx.op('Conv', inputs, windowAttributes({ stride, padding: [padding[0], 0] }, [r, s]), blockedDomain),
    k,
  );
}

/** [N, C, H, W] → [N, C/block, H, W, block], whose shape onnxruntime still calls [N, C, H, W]. */
export function enterBlocks(onnx: OnnxBuilder, x: ValueName): ValueName {
  return onnx.op('ReorderInput', [x], {}, blockedDomain);
}

/** [N, C/block, H, W, block] → [N, C, H, W]. */
export function leaveBlocks(onnx: OnnxBuilder, x: ValueName, channels: number): ValueName {
  return onnx.op('ReorderOutput', [x], { channels: int(channels) }, blockedDomain);
}

/** Channels in a block on this machine (16 with AVX-512, 8 with AVX2); 1 where the layout is not available. */
export async function detectChannelBlock({ InferenceSession, Tensor }: Runtime): Promise<number> {
  const channels = 64;
  const dims = [1, channels, 1, 2];
  const model = encodeOnnxModel(
    onnxModel(
      {
        name: 'detectChannelBlock',
        nodes: [{ opType: 'ReorderInput', domain: blockedDomain, name: 'reorder', inputs: ['x'], outputs: ['y'] }],
        inputs: [{ name: 'x', elementType: 'float32', dims }],
        outputs: [{ name: 'y', elementType: 'float32', dims }],
        initializers: [],
      },
      { isBlocked: true },
    ),
  );
  try {
    const session = await InferenceSession.create(model, { logSeverityLevel: 4, intraOpNumThreads: 1 });
    // The second pixel of the first channel follows the first pixel of the block's channels.
    const pixels = Float32Array.from({ length: 2 * channels }, (_, index) => index);
    const { y } = await session.run({ x: new Tensor('float32', pixels, dims) });
    await session.release();
    return Math.max(1, Array.from(y.data as Float32Array).indexOf(1));
  } catch {
    // The model was refused: this build or processor has no such layout, and the portable operators do as well.
    return 1;
  }
}
