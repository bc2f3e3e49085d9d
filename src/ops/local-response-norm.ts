// y = x·d^−β with d = k + α/size·Σ x², over a window of `size` neighbouring channels. As in PyTorch, the window of channel c
// begins at c − ⌊size/2⌋, and channels that do not exist count as zeros.
// Gradient: dx = dy·d^−β − 2αβ/size·x·Σ dy·y/d, over the channels whose windows have this one in them.
// see: Krizhevsky, Sutskever and Hinton, "ImageNet Classification with Deep Convolutional Neural Networks", 2012
import type { LocalResponseNormAttrs } from '../graph/op-attrs.ts';
import type { OpDefinition } from '../graph/op-definition.ts';
import { magnitudeOf, unknown } from '../graph/value-range.ts';

/** How many channels before a channel, and how many after it, its window has. */
export function windowSides({ size }: LocalResponseNormAttrs): readonly [before: number, after: number] {
  return [Math.floor(size / 2), Math.floor((size - 1) / 2)];
}

export const localResponseNorm: OpDefinition<'localResponseNorm'> = {
  operands: ['x'],

  infer({ inputs: [x], fail }) {
    if (x.shape.length < 3) fail('expects [N, C, …] with at least three axes');
    return x;
  },

  gradient: ({ graph, node, dy }) => [graph.add('localResponseNormGradient', node.attrs, [node.inputs[0], node, dy])],

  range({ attrs: { size, alpha, beta, k } }, [x]) {
    const squares = size * magnitudeOf(x) ** 2;
    const sums = [k, k + (alpha / size) * squares];
    // A square that overflows leaves a result that is finite but wrong.
    if (!(Math.min(...sums) > 0) || !Number.isFinite(Math.fround(squares))) return unknown;
    const largest = Math.max(...sums.map((sum) => sum ** -beta));
    return { low: Math.min(0, x.low) * largest, high: Math.max(0, x.high) * largest };
  },
};

export const localResponseNormGradient: OpDefinition<'localResponseNormGradient'> = {
  operands: ['x', 'y', 'dy'],
  infer: ({ inputs: [x] }) => x,
};
