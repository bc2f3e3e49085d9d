// A scale and a shift for each channel, and the sums over everything else that are their gradients.
import { type Shape, sizeOf } from '../../graph/shape.ts';
import type { Kernel } from './kernel.ts';

/** From the flat index of an element to its channel. */
function channelOf(shape: Shape, axis: number): (index: number) => number {
  const inner = sizeOf(shape.slice(axis + 1));
  return (index) => Math.floor(index / inner) % shape[axis];
}

export const channelAffine: Kernel<'channelAffine'> = ({ shape, attrs }, [x, scale, shift]) => {
  const channel = channelOf(shape, attrs.axis);
  return x.map((value, index) => value * scale[channel(index)] + (shift?.[channel(index)] ?? 0));
};

export const channelSum: Kernel<'channelSum'> = ({ shape: [c], attrs, inputs: [dyNode] }, [dy]) => {
  const channel = channelOf(dyNode.shape, attrs.axis);
  const sums = new Float64Array(c);
  for (let index = 0; index < dy.length; index++) sums[channel(index)] += dy[index];
  return sums;
};

export const channelProductSum: Kernel<'channelProductSum'> = ({ shape: [c], attrs, inputs: [xNode] }, [x, dy]) => {
  const channel = channelOf(xNode.shape, attrs.axis);
  const sums = new Float64Array(c);
  for (let index = 0; index < x.length; index++) sums[channel(index)] += x[index] * dy[index];
  return sums;
};
