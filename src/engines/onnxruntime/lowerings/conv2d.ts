// Convolution and its adjoints in ONNX.
//
// Input gradient, stride 1: the convolution of dy with the weights transposed (K↔C, in each group) and turned by 180°,
// padded by dilation · (kernel − 1) − padding; faster than ConvTranspose.
//
// Weight gradient: dw[k,c,r,t] = Σ n,i,j dy[n,k,i,j]·x[n,c,i+r−p,j+t−p] is a matrix product over the N·P·Q positions.
// Both images are laid on one grid with channels outermost, [C, N·rows·columns], with zeros between rows and images,
// so that a tap (r, t) is a shift of the flat positions: one matrix product for each r yields the taps of its row.
// Strides and dilations take the pixels that each tap sees out of the image instead; groups are a batch of such products.
import type { Node } from '../../../graph/node.ts';
import type { ConvolutionAttrs, Pair } from '../../../graph/op-attrs.ts';
import type { Shape } from '../../../graph/shape.ts';
import { dilatedKernel } from '../../../ops/window.ts';
import { blockedConvolution, type Convolution, gainsFromBlocks } from '../blocked-convolution.ts';
import type { Lowering } from '../lowering.ts';
import {
  convolutionAttributes,
  int,
  type OnnxBuilder,
  transposedWindowAttributes,
  type ValueName,
} from '../onnx-builder.ts';

export const conv2d: Lowering<'conv2d'> = (onnx, { attrs, inputs: [xNode, w] }, [x, weight, bias]) =>
  convolve(onnx, { x, xShape: xNode.shape, weight, bias, weightShape: w.shape }, attrs);

export const conv2dInputGradient: Lowering<'conv2dInputGradient'> = (onnx, node, [dy, w]) => {
  const { inputShape, ...attrs } = node.attrs;
  const { stride, padding, groups = 1 } = attrs;
  const [dyNode, wNode] = node.inputs;
  const [k, c, r, s] = wNode.shape;
  const span = dilatedKernel([r, s], attrs);
  const adjointPadding: Pair = [span[0] - 1 - padding[0], span[1] - 1 - padding[1]];
  if (stride.every((step) => step === 1) && adjointPadding.every((size) => size >= 0)) {
    const weightShape = [groups * c, k / groups, r, s];
    const weight = onnx.reshape(turn(onnx, w, [k, c, r, s], groups), weightShape);
    const convolution = { x: dy, xShape: dyNode.shape, weight, weightShape };
    return convolve(onnx, convolution, { ...attrs, padding: adjointPadding });
  }
  const [, , p, q] = dyNode.shape;
  const [, , h, v] = inputShape;
  const transpose = (own: typeof attrs, y: ValueName, weight: ValueName) =>
    onnx.op('ConvTranspose', [y, weight], transposedWindowAttributes(own, [r, s], [p, q], [h, v]));
  if (groups === 1 || onnx.tuning.transposesGroups) return transpose(attrs, dy, w);
  const { groups: _, ...ofOne } = attrs;
  const ofGroup = (x: ValueName, axis: number, group: number) =>
    onnx.slice(x, axis, (group * k) / groups, ((group + 1) * k) / groups);
  const parts = Array.from({ length: groups }, (_, group) =>
    transpose(ofOne, ofGroup(dy, 1, group), ofGroup(w, 0, group)),
  );
  return onnx.concat(parts, 1);
};

export const conv2dWeightGradient: Lowering<'conv2dWeightGradient'> = (onnx, node, [x, dy]) => {
  const { stride, weightShape, groups = 1, dilation } = node.attrs;
  const [k, c, r, s] = weightShape;
  const [xNode, dyNode] = node.inputs;
  if (groups > 1) return groupedWeightGradient(onnx, node.attrs, [xNode, dyNode], [x, dy]);
  if (dilation !== undefined || stride.some((step) => step !== 1)) {
    return stridedWeightGradient(onnx, node.attrs, [xNode, dyNode], [x, dy]);
  }
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

type WeightGradientAttrs = ConvolutionAttrs & { readonly weightShape: Shape };

/** Any stride and dilation: one matrix product, of dy with the pixels that each tap sees. */
function stridedWeightGradient(
  onnx: OnnxBuilder,
  attrs: WeightGradientAttrs,
  [xNode, dyNode]: readonly Node[],
  [x, dy]: readonly ValueName[],
): ValueName {
  const [k, c, r, s] = attrs.weightShape;
  const [n, , p, q] = dyNode.shape;
  const padded = padToWindows(onnx, x, xNode.shape, attrs, [p, q]);
  const taps = Array.from({ length: r * s }, (_, tap) =>
    onnx.reshape(channelsFirst(onnx, seenByTap(onnx, padded, tap, attrs, [p, q])), [c, n * p * q]),
  );
  const flatDy = onnx.reshape(channelsFirst(onnx, dy), [k, n * p * q]);
  // [K, R·S·C] → [K, C, R, S]
  const product = onnx.op('Gemm', [flatDy, onnx.concat(taps, 0)], { transB: int(1) });
  return onnx.transpose(onnx.reshape(product, [k, r, s, c]), [0, 3, 1, 2]);
}

/** The same in each group, as a batch of matrix products: [G, K/G, N·P·Q] · [G, N·P·Q, R·S·C/G]. */
function groupedWeightGradient(
  onnx: OnnxBuilder,
  attrs: WeightGradientAttrs,
  [xNode, dyNode]: readonly Node[],
  [x, dy]: readonly ValueName[],
): ValueName {
  const { weightShape, groups = 1 } = attrs;
  const [k, c, r, s] = weightShape;
  const [n, , p, q] = dyNode.shape;
  const [rows, columns] = windowsReach(xNode.shape, attrs, [p, q]);
  const padded = padToWindows(onnx, x, xNode.shape, attrs, [p, q]);
  const channelsLast = onnx.transpose(onnx.reshape(padded, [n, groups, c, rows, columns]), [1, 0, 3, 4, 2]);
  const taps = Array.from({ length: r * s }, (_, tap) =>
    onnx.reshape(seenByTap(onnx, channelsLast, tap, attrs, [p, q]), [groups, n * p * q, c]),
  );
  const flatDy = onnx.reshape(channelsFirst(onnx, dy), [groups, k / groups, n * p * q]);
  const product = onnx.op('MatMul', [flatDy, onnx.concat(taps, 2)]);
  return onnx.transpose(onnx.reshape(product, [k, r, s, c]), [0, 3, 1, 2]);
}

/** Rows and columns of the padded image, with what the last windows see behind it. */
function windowsReach([, , h, v]: Shape, attrs: WeightGradientAttrs, [p, q]: Pair): Pair {
  const { stride, padding, weightShape } = attrs;
  const [, , r, s] = weightShape;
  const span = dilatedKernel([r, s], attrs);
  return [
    Math.max(h + padding[0], (p - 1) * stride[0] + span[0]),
    Math.max(v + padding[1], (q - 1) * stride[1] + span[1]),
  ];
}

/** [N, C, H, W] with zeros around it: padding before, and behind as much as the windows see. */
function padToWindows(
  onnx: OnnxBuilder,
  x: ValueName,
  xShape: Shape,
  attrs: WeightGradientAttrs,
  outputs: Pair,
): ValueName {
  const { padding } = attrs;
  const [, , h, v] = xShape;
  const reach = windowsReach(xShape, attrs, outputs);
  return onnx.pad(x, [0, 0, ...padding], [0, 0, reach[0] - h - padding[0], reach[1] - v - padding[1]]);
}

/** The P×Q pixels that a tap of the kernel sees: of the padded image's axes, 2 are the rows and 3 the columns. */
function seenByTap(
  onnx: OnnxBuilder,
  padded: ValueName,
  tap: number,
  { stride, dilation = [1, 1], weightShape }: WeightGradientAttrs,
  [p, q]: Pair,
): ValueName {
  const [, , , s] = weightShape;
  const start = [Math.floor(tap / s) * dilation[0], (tap % s) * dilation[1]];
  const end = [start[0] + (p - 1) * stride[0] + 1, start[1] + (q - 1) * stride[1] + 1];
  return onnx.op('Slice', [padded, onnx.ints(start), onnx.ints(end), onnx.ints([2, 3]), onnx.ints(stride)]);
}

/** [K,C/G,R,S] → [C,K/G,R·S] (for one group: channels and filters exchanged), each kernel turned by 180°. */
function turn(onnx: OnnxBuilder, w: ValueName, [k, c, r, s]: Shape, groups: number): ValueName {
  const taps = r * s;
  const flat =
    groups === 1
      ? onnx.transpose(onnx.reshape(w, [k, c, taps]), [1, 0, 2])
      : onnx.reshape(onnx.transpose(onnx.reshape(w, [groups, k / groups, c, taps]), [0, 2, 1, 3]), [
          groups * c,
          k / groups,
          taps,
        ]);
  if (taps === 1) return flat;
  const backwards = Array.from({ length: taps }, (_, index) => taps - 1 - index);
  return onnx.gather(flat, 2, backwards);
}

/** [N,C,H,W] → [C,N,H,W] */
export function channelsFirst(onnx: OnnxBuilder, x: ValueName): ValueName {
  return onnx.transpose(x, [1, 0, 2, 3]);
}

function convolve(onnx: OnnxBuilder, convolution: Convolution, attrs: ConvolutionAttrs): ValueName {
  const { x, weight, weightShape, bias } = convolution;
  if (gainsFromBlocks(onnx, weightShape, attrs)) return blockedConvolution(onnx, convolution, attrs);
  const [k, c, r, s] = weightShape;
  const inThrees = c > 3 && c % 3 === 0 && k % 4 === 0 && r * s > 1 && attrs.groups === undefined;
  const missing = onnx.tuning.fillsThrees && inThrees ? (4 - (c % 4)) % 4 : 0;
  const fill = (value: ValueName, shape: Shape) =>
    missing === 0 ? value : onnx.grow(value, shape, 1, { after: missing });
  const operands = [fill(x, convolution.xShape), fill(weight, weightShape), ...(bias === undefined ? [] : [bias])];
  return onnx.op('Conv', operands, convolutionAttributes(attrs, [r, s]));
}
