// Mean over a sliding window. Padding counts as zeros (PyTorch's count_include_pad) or not at all; what a window of ceil
// mode sees behind the padding never counts. A window as large as the image makes it the global average pool.
import type { AveragePoolAttrs, Pair } from '../graph/op-attrs.ts';
import type { OpDefinition } from '../graph/op-definition.ts';
import { union, within } from '../graph/value-range.ts';
import { inferPool } from './max-pool2d.ts';

export const averagePool2d: OpDefinition<'averagePool2d'> = {
  operands: ['x'],
  infer: (context) => inferPool(context, context.attrs),
  gradient: ({ graph, node, dy }) => [
    graph.add('averagePool2dGradient', { ...node.attrs, inputShape: node.inputs[0].shape }, [dy]),
  ],
  // Zeros of the padding may count.
  range: (_, [x]) => union([x, within(0)]),
};

export const averagePool2dGradient: OpDefinition<'averagePool2dGradient'> = {
  operands: ['dy'],
  infer: ({ attrs }) => ({ shape: attrs.inputShape, dtype: 'float32' }),
};

/** What the window of output [i, j] is divided by is rows[i] · columns[j]. */
export interface WindowCounts {
  readonly rows: readonly number[];
  readonly columns: readonly number[];
}

/** The elements of each window that count. see: aten/src/ATen/native/cpu/AvgPoolKernel.cpp */
export function windowCounts(attrs: AveragePoolAttrs, input: Pair, output: Pair): WindowCounts {
  const { kernel, stride, padding, countIncludePad = true } = attrs;
  const along = (axis: 0 | 1) => {
    const border = countIncludePad ? padding[axis] : 0;
    return Array.from({ length: output[axis] }, (_, index) => {
      const start = index * stride[axis] - padding[axis];
      return Math.min(start + kernel[axis], input[axis] + border) - Math.max(start, -border);
    });
  };
  return { rows: along(0), columns: along(1) };
}

/** How to get the mean from a library that counts either the whole window or only the elements of the image. */
export interface MeanRule {
  readonly counted: 'window' | 'image';
  /** For each output of a plane, what the library's mean is then multiplied by, where it has no such rule. */
  readonly factors: readonly number[] | undefined;
}

export function meanRule(attrs: AveragePoolAttrs, input: Pair, output: Pair): MeanRule {
  const { rows, columns } = windowCounts(attrs, input, output);
  const [r, s] = attrs.kernel;
  if (rows.every((count) => count === r) && columns.every((count) => count === s)) {
    return { counted: 'window', factors: undefined };
  }
  const inside = windowCounts({ ...attrs, countIncludePad: false }, input, output);
  if (`${rows}` === `${inside.rows}` && `${columns}` === `${inside.columns}`) {
    return { counted: 'image', factors: undefined };
  }
  return { counted: 'window', factors: rows.flatMap((row) => columns.map((column) => (r * s) / (row * column))) };
}
