// Convolution and its adjoints in ONNX.
//
// Input gradient, stride 1: the convolution of dy with the weights transposed (K↔C) and turned by 180°, padded by
// kernel − 1 − padding; faster than ConvTranspose.
//
// Weight gradient: dw[k,c,r,t] = Σ n,i,j dy[n,k,i,j]·x[n,c,i+r−p,j+t−p] is a matrix product over the N·P·Q positions.
// Both images are laid on one grid with channels outermost, [C, N·rows·columns], with zeros between rows and images,
// so that a tap (r, t) is a shift of the flat positions: one matrix product for each r yields the taps of its row.
import type { Node } from '../../../graph/node.ts';
import type { Pair, WindowAttrs } from '../../../graph/op-attrs.ts';
import type { Shape } from '../../../graph/shape.ts';
import { blockedConvolution, type Convolution, gainsFromBlocks } from '../blocked-convolution.ts';
import type { Lowering } from '../lowering.ts';
import {
  int,
  type OnnxBuilder,
  transposedWindowAttributes,
  type ValueName,
  windowAttributes,
} from '../onnx-builder.ts';

export const conv2d: Lowering<'conv2d'> = (onnx, { attrs, inputs: [xNode, w] }, [x, weight, bias]) =>
  convolve(onnx, { x, xShape: xNode.shape, weight, bias, weightShape: w.shape }, attrs);

export const conv2dInputGradient: Lowering<'conv2dInputGradient'> = (onnx, node, [dy, w]) => {
  const { stride, padding, inputShape } = node.attrs;
  const [dyNode, wNode] = node.inputs;
  const [k, c, r, s] = wNode.shape;
  const adjointPadding: Pair = [r - 1 - padding[0], s - 1 - padding[1]];
  if (stride.every((step) => step === 1) && adjointPadding.every((size) => size >= 0)) {
    const weightShape = [c, k, r, s];
    const weight = onnx.reshape(turn(onnx, w, [k, c, r, s]), weightShape);
    return convolve(onnx, { x: dy, xShape: dyNode.shape, weight, weightShape }, { stride, padding: adjointPadding });
  }
  const [, , p, q] = dyNode.shape;
  const [, , h, v] = inputShape;
  return onnx.op('ConvTranspose', [dy, w], transposedWindowAttributes({ stride, padding }, [r, s], [p, q], [h, v]));
};

export const conv2dWeightGradient: Lowering<'conv2dWeightGradient'> = (onnx, node, [x, dy]) => {
  const { stride, weightShape } = node.attrs;
  const [k, c, r, s] = weightShape;
  const [xNode, dyNode] = node.inputs;
  if (stride.some((step) => step !== 1)) return stridedWeightGradient(onnx, node.attrs, [xNode, dyNode], [x, dy]);
  const [p, q] = node.attrs.padding;
  const [, , rows, columns] = xNode.shape;
  const [n, , outRows, outColumns] = dyNode.shape;
  // The zeros that close a row also open the next one.
  const grid: Pair = [Math.max(rows + p, outRows), Math.max(columns + q, outColumns)];
  const positions = n * grid[0] * grid[1];
  const flatX = layOnGrid(onnx, x, xNode.shape, grid, [p, q]);
  const flatDy = layOnGrid(onnx, dy, dyNode.shape, grid, [0, 0]);

  // Both are laid into rows that have room for all shifts: x for tap (row, t) stands row·columns + t before dy.
  const shift = (row: number, t: number) => row * grid[1] + t;
  const room = shift(r - 1, s - 1);
  const columnTaps = Array.from({ length: s }, (_, t) => {
    const before = s - 1 - t;
    return onnx.grow(flatX, [c, positions], 1, { before, after: room - before });
  });
  const taps = onnx.concat(columnTaps, 0);
  const rowsOfTaps = Array.from({ length: r }, (_, row) => {
    const before = shift(row, s - 1);
    const shifted = onnx.grow(flatDy, [k, positions], 1, { before, after: room - before });
    return onnx.op('Gemm', [shifted, taps], { transB: int(1) });
  });
  if (r === 1 && s === 1) return onnx.reshape(rowsOfTaps[0], weightShape);
  // [R·K, S·C] → [K, C, R, S]
  return onnx.transpose(onnx.reshape(onnx.concat(rowsOfTaps, 0), [r, k, s, c]), [1, 3, 0, 2]);
};

/** [N,C,H,W] → [C, N·rows·columns]: each image at a place of its grid, zeros around it. */
function layOnGrid(
  onnx: OnnxBuilder,
  x: ValueName,
  [n, c, h, w]: Shape,
  [rows, columns]: Pair,
  [top, left]: Pair,
): ValueName {
  const wide = onnx.grow(channelsFirst(onnx, x), [c, n, h, w], 3, { before: left, after: columns - w - left });
  const tall = onnx.grow(wide, [c, n, h, columns], 2, { before: top, after: rows - h - top });
  return onnx.reshape(tall, [c, n * rows * columns]);
}

/** Any stride: one matrix product, of dy with the pixels that each tap sees. */
function stridedWeightGradient(
  onnx: OnnxBuilder,
  { stride, padding, weightShape }: WindowAttrs & { readonly weightShape: readonly number[] },
  [xNode, dyNode]: readonly Node[],
  [x, dy]: readonly ValueName[],
): ValueName {
  const [k, c, r, s] = weightShape;
  const [n, , p, q] = dyNode.shape;
  const [, , h, v] = xNode.shape;
  const needed = [(p - 1) * stride[0] + r, (q - 1) * stride[1] + s];
  const padded = onnx.pad(
    x,
    [0, 0, ...padding],
    [0, 0, Math.max(0, needed[0] - h - padding[0]), Math.max(0, needed[1] - v - padding[1])],
  );
  const taps = Array.from({ length: r * s }, (_, tap) => {
    const start = [Math.floor(tap / s), tap % s];
    const end = [start[0] + (p - 1) * stride[0] + 1, start[1] + (q - 1) * stride[1] + 1];
    const seen = onnx.op('Slice', [padded, onnx.ints(start), onnx.ints(end), onnx.ints([2, 3]), onnx.ints(stride)]);
    return onnx.reshape(channelsFirst(onnx, seen), [c, n * p * q]);
  });
  const flatDy = onnx.reshape(channelsFirst(onnx, dy), [k, n * p * q]);
  // [K, R·S·C] → [K, C, R, S]
  const product = onnx.op('Gemm', [flatDy, onnx.concat(taps, 0)], { transB: int(1) });
  return onnx.transpose(onnx.reshape(product, [k, r, s, c]), [0, 3, 1, 2]);
}

/** [K,C,R,S] → [C,K,R·S], each kernel turned by 180°. */
function turn(onnx: OnnxBuilder, w: ValueName, [k, c, r, s]: readonly number[]): ValueName {
  const flat = onnx.transpose(onnx.reshape(w, [k, c, r * s]), [1, 0, 2]);
  if (r * s === 1) return flat;
  const backwards = Array.from({ length: r * s }, (_, index) => r * s - 1 - index);
  return onnx.gather(flat, 2, backwards);
}

/** [N,C,H,W] → [C,N,H,W] */
export function channelsFirst(onnx: OnnxBuilder, x: ValueName): ValueName {
  return onnx.transpose(x, [1, 0, 2, 3]);
}

function convolve(onnx: OnnxBuilder, convolution: Convolution, window: WindowAttrs): ValueName {
  const { x, weight, weightShape, bias } = convolution;
  if (gainsFromBlocks(onnx, weightShape)) return blockedConvolution(onnx, convolution, window);
  const inputs = bias === undefined ? [x, weight] : [x, weight, bias];
  return onnx.op('Conv', inputs, windowAttributes(window, weightShape.slice(2)));
}
