// Pooling and its gradients in ONNX.
//
// The gradient of the maximum goes to the first maximum in row-major order. MaxPool's Indices output and ScatterElements
// are slow, so the window is taken apart: the maximum over columns first, m, then over rows, y. The first maximum of
// the window lies in the first row whose m is y, at the first column whose x is m. Along one axis, taps a, b, … take
// the gradient in turn: where a = y it takes all, else b may, …, and the last tap takes what is left. All exact.
import type { NodeOf } from '../../../graph/node.ts';
import type { PoolAttrs } from '../../../graph/op-attrs.ts';
import { type Shape, sizeOf } from '../../../graph/shape.ts';
import { meanRule, windowCounts } from '../../../ops/average-pool2d.ts';
import { paddingBehind } from '../../../ops/window.ts';
import { enterBlocks, leaveBlocks } from '../blocked-convolution.ts';
import type { Lowering } from '../lowering.ts';
import {
  int,
  type OnnxBuilder,
  transposedWindowAttributes,
  type ValueName,
  windowAttributes,
} from '../onnx-builder.ts';

export const maxPool2d: Lowering<'maxPool2d'> = (onnx, { attrs, shape, inputs: [xNode] }, [x]) =>
  onnx.op('MaxPool', [x], poolAttributes(attrs, xNode.shape, shape));

export const averagePool2d: Lowering<'averagePool2d'> = (onnx, { attrs, shape, inputs: [xNode] }, [x]) => {
  const [, , p, q] = shape;
  const [, , h, w] = xNode.shape;
  const { counted, factors } = meanRule(attrs, [h, w], [p, q]);
  const y = onnx.op('AveragePool', [x], {
    ...poolAttributes(attrs, xNode.shape, shape),
    count_include_pad: int(counted === 'window' ? 1 : 0),
  });
  return factors === undefined ? y : onnx.multiply(y, onnx.floats(factors, [1, 1, p, q]));
};

/** Padding stands for ONNX's ceil mode, whose rule for windows that begin behind the image is another in older versions. */
function poolAttributes(attrs: PoolAttrs, [, , h, w]: Shape, [, , p, q]: Shape) {
  return windowAttributes(attrs, attrs.kernel, paddingBehind(attrs, [h, w], [p, q]));
}

/** Spreads each dy, divided, over its window: a transposed convolution with equal weights, channel by channel. */
export const averagePool2dGradient: Lowering<'averagePool2dGradient'> = (onnx, node, [dy]) => {
  const { kernel, padding, inputShape } = node.attrs;
  const [, c, p, q] = node.inputs[0].shape;
  const { rows, columns } = windowCounts(node.attrs, [inputShape[2], inputShape[3]], [p, q]);
  const shares = rows.flatMap((row) => columns.map((column) => 1 / (row * column)));
  const [share] = shares;
  const isEven = shares.every((other) => other === share);
  const isWholeImage =
    kernel[0] === inputShape[2] && kernel[1] === inputShape[3] && padding.every((size) => size === 0);
  if (p === 1 && q === 1 && isWholeImage) {
    return onnx.op('Expand', [onnx.multiply(dy, onnx.filled(share)), onnx.ints(inputShape)]);
  }
  const [, , h, w] = inputShape;
  const shared = isEven ? dy : onnx.multiply(dy, onnx.floats(shares, [1, 1, p, q]));
  return onnx.op('ConvTranspose', [shared, onnx.filled(isEven ? share : 1, [c, 1, ...kernel])], {
    ...transposedWindowAttributes(node.attrs, kernel, [p, q], [h, w]),
    group: int(c),
  });
};

export const maxPool2dGradient: Lowering<'maxPool2dGradient'> = (onnx, node, operands) => {
  const [xNode] = node.inputs;
  const [n] = xNode.shape;
  const pieces = Math.ceil((4 * sizeOf(xNode.shape)) / onnx.tuning.mostOfPoolGradient);
  const chunks = Math.min(n, Math.max(1, pieces));
  const bounds = Array.from({ length: chunks + 1 }, (_, chunk) => Math.floor((chunk * n) / chunks));
  const gradients = bounds.slice(0, -1).map((start, chunk) => {
    const end = bounds[chunk + 1];
    const cut = chunks === 1 ? operands : operands.map((value) => onnx.slice(value, 0, start, end));
    return gradientOfImages(onnx, node, end - start, cut);
  });
  return onnx.concat(gradients, 0);
};

function gradientOfImages(
  onnx: OnnxBuilder,
  { attrs, inputs: [xNode, yNode] }: NodeOf<'maxPool2dGradient'>,
  n: number,
  [x, y, dy]: readonly ValueName[],
): ValueName {
  const { kernel, stride, padding } = attrs;
  const [, c, h, w] = xNode.shape;
  const [, , p, q] = yNode.shape;
  const layout = channelsInnermost(onnx, c);
  const groups = (n * c) / layout.block;
  const window = (axis: 0 | 1) => ({ kernel: kernel[axis], stride: stride[axis], padding: padding[axis] });
  const alongColumns = { outer: groups * h, length: w, inner: layout.block, outputs: q, ...window(1) };
  const alongRows = { outer: groups, length: h, inner: q * layout.block, outputs: p, ...window(0) };

  const [, right] = paddingBehind(attrs, [h, w], [p, q]);
  const columnWindow = { stride: [1, stride[1]], padding: [0, padding[1]] } as const;
  const columns = windowAttributes(columnWindow, [1, kernel[1]], [0, right]);
  const m = layout.enter(onnx.op('MaxPool', [x], columns), [n, c, h, q]);
  const dm = shareAmongTaps(onnx, [m, layout.enter(y, [n, c, p, q]), layout.enter(dy, [n, c, p, q])], alongRows);
  const dx = shareAmongTaps(onnx, [layout.enter(x, [n, c, h, w]), m, dm], alongColumns);
  return layout.leave(dx, [n, c, h, w]);
}

/** One axis of an image, [outer, length, inner], and the windows that slide along it. */
interface SlidingAxis {
  readonly outer: number;
  readonly length: number;
  readonly inner: number;
  readonly outputs: number;
  readonly kernel: number;
  readonly stride: number;
  readonly padding: number;
}

/**
 * The gradient dy of each window's maximum y, given to its first maximal tap and summed over windows.
 * The axis is cut into runs of `stride` elements. Tap t of window i is element i·stride + t − padding: always the same
 * phase of a run, and run i + shift. So all windows' values of one tap are one phase, shifted: no scatter.
 */
function shareAmongTaps(onnx: OnnxBuilder, [x, y, dy]: readonly ValueName[], axis: SlidingAxis): ValueName {
  const { outer, length, inner, outputs, kernel, stride, padding } = axis;
  // Room for the elements and for a window of every run, so that shifting can go round in a circle.
  const runs = Math.max(Math.ceil(length / stride), outputs);
  const missing = runs * stride - length;
  const shape = [outer, runs, inner];
  const full = onnx.grow(onnx.reshape(x, [outer, length, inner]), [outer, length, inner], 1, {
    after: missing,
    value: Number.NEGATIVE_INFINITY,
  });
  const phased = onnx.reshape(full, [outer, runs, stride * inner]);
  const perWindow = (value: ValueName) => {
    const windows = [outer, outputs, inner];
    return onnx.grow(onnx.reshape(value, windows), windows, 1, { after: runs - outputs });
  };
  const maxima = perWindow(y);

  const sums: (ValueName | undefined)[] = Array.from({ length: stride }, () => undefined);
  let rest = perWindow(dy);
  for (let tap = 0; tap < kernel; tap++) {
    const shift = Math.floor((tap - padding) / stride);
    const phase = tap - padding - shift * stride;
    let taken = rest;
    if (tap < kernel - 1) {
      const values = stride === 1 ? phased : onnx.slice(phased, 2, phase * inner, (phase + 1) * inner);
      taken = onnx.multiply(rest, onnx.isEqual(shiftWithBorder(onnx, values, shape, shift), maxima));
      rest = onnx.subtract(rest, taken);
    }
    const placed = rotate(onnx, taken, runs, shift);
    const sum = sums[phase];
    sums[phase] = sum === undefined ? placed : onnx.add(sum, placed);
  }
  const phases = sums.map((sum) => sum ?? onnx.filled(0, shape));
  const joined = onnx.reshape(onnx.concat(phases, 2), [outer, runs * stride, inner]);
  return missing === 0 ? joined : onnx.gather(joined, 1, range(0, length));
}

/** Row i becomes row i + shift of x, and −∞ where x has none. */
function shiftWithBorder(onnx: OnnxBuilder, x: ValueName, shape: Shape, shift: number): ValueName {
  if (shift === 0) return x;
  const [, runs] = shape;
  const value = Number.NEGATIVE_INFINITY;
  const grown = onnx.grow(x, shape, 1, shift < 0 ? { before: -shift, value } : { after: shift, value });
  return onnx.gather(grown, 1, shift < 0 ? range(0, runs) : range(shift, shift + runs));
}

/**
 * Row i goes to row i + shift, round in a circle: what leaves at one end and enters at the other is zero, because a tap
 * outside the image, −∞, takes no gradient.
 */
function rotate(onnx: OnnxBuilder, x: ValueName, runs: number, shift: number): ValueName {
  if (shift === 0) return x;
  return onnx.gather(
    x,
    1,
    range(0, runs).map((row) => (row - shift + runs) % runs),
  );
}

function range(start: number, end: number): readonly number[] {
  return Array.from({ length: end - start }, (_, index) => start + index);
}

/** A layout with some channels innermost, [N·C/block, H, W, block], so that a shift by a pixel moves whole cache lines. */
interface Layout {
  readonly block: number;
  readonly enter: (x: ValueName, shape: Shape) => ValueName;
  readonly leave: (x: ValueName, shape: Shape) => ValueName;
}

function channelsInnermost(onnx: OnnxBuilder, c: number): Layout {
  const { channelBlock: block } = onnx.tuning;
  if (block > 1 && c % block === 0) {
    return {
      block,
      enter: (x) => enterBlocks(onnx, x),
      leave: (x, shape) => leaveBlocks(onnx, onnx.reshape(x, shape), c),
    };
  }
  const swap = (x: ValueName, shape: Shape) => onnx.transpose(onnx.reshape(x, shape), [0, 2, 1]);
  return {
    block: c,
    enter: (x, [n, , h, w]) => swap(x, [n, c, h * w]),
    leave: (x, [n, , h, w]) => onnx.reshape(swap(x, [n, h * w, c]), [n, c, h, w]),
  };
}
