// The sliding-window arithmetic that convolutions and pools share.
import type { ConvolutionAttrs, OpName, Pair, PoolAttrs, WindowAttrs } from '../graph/op-attrs.ts';
import type { InferenceContext } from '../graph/op-definition.ts';
import type { ValueType } from '../graph/shape.ts';

type SlidingAttrs = WindowAttrs & Pick<PoolAttrs, 'ceilMode'>;

/**
 * Output rows and columns: floor((size + 2·padding − kernel) / stride) + 1. In ceil mode it is rounded up, but a window that
 * would begin behind the image is left out. see: aten/src/ATen/native/Pool.h
 */
function windowOutput(input: Pair, kernel: Pair, { stride, padding, ceilMode = false }: SlidingAttrs): Pair {
  const along = (axis: 0 | 1) => {
    const steps = (input[axis] + 2 * padding[axis] - kernel[axis]) / stride[axis];
    if (!ceilMode) return Math.floor(steps) + 1;
    const last = Math.ceil(steps);
    return last * stride[axis] >= input[axis] + padding[axis] ? last : last + 1;
  };
  return [along(0), along(1)];
}

/** Rows and columns behind the image: the padding, or as many as its last windows hang over the end. */
export function paddingBehind({ kernel, stride, padding }: PoolAttrs, input: Pair, output: Pair): Pair {
  const along = (axis: 0 | 1) =>
    Math.max(padding[axis], (output[axis] - 1) * stride[axis] + kernel[axis] - input[axis] - padding[axis]);
  return [along(0), along(1)];
}

/** Rows and columns that a kernel spans when its taps stand apart: dilation · (kernel − 1) + 1. */
export function dilatedKernel([r, s]: Pair, { dilation = [1, 1] }: ConvolutionAttrs): Pair {
  return [dilation[0] * (r - 1) + 1, dilation[1] * (s - 1) + 1];
}

/** The [N, C, H, W] of an operand, or a ShapeError. */
export function requireImages<K extends OpName>(
  { fail }: InferenceContext<K>,
  value: ValueType,
): readonly [number, number, number, number] {
  const [n, c, h, w] = value.shape;
  if (value.shape.length !== 4 || value.dtype !== 'float32') fail('expects float32 images [N, C, H, W]');
  return [n, c, h, w];
}

/** Checks a window against the image it slides over. */
export function requireWindow<K extends OpName>(
  { fail }: InferenceContext<K>,
  input: Pair,
  kernel: Pair,
  attrs: SlidingAttrs,
): Pair {
  const { stride, padding } = attrs;
  const isCount = (value: number) => Number.isInteger(value) && value >= 1;
  if (!kernel.every(isCount)) fail(`kernel ${kernel} must be whole numbers of at least 1`);
  if (!stride.every(isCount)) fail(`stride ${stride} must be whole numbers of at least 1`);
  if (!padding.every((value) => Number.isInteger(value) && value >= 0)) {
    fail(`padding ${padding} must be whole numbers of at least 0`);
  }
  const output = windowOutput(input, kernel, attrs);
  if (!output.every(isCount)) {
    fail(
      `a ${kernel.join('×')} window does not fit into ${input.join('×')} with padding ${padding}`,
      'use larger images or a smaller kernel',
    );
  }
  return output;
}
