// Which channel an element belongs to, and sums over the elements of each.
import { type Shape, sizeOf } from '../../graph/shape.ts';

/** Function from the flat index of an element to its channel. */
export function channelOf(shape: Shape, axis: number): (index: number) => number {
  const inner = sizeOf(shape.slice(axis + 1));
  return (index) => Math.floor(index / inner) % shape[axis];
}

/** Sums over the elements of each channel. */
export function channelSums(shape: Shape, axis: number, valueAt: (index: number) => number): Float64Array {
  const channel = channelOf(shape, axis);
  const sums = new Float64Array(shape[axis]);
  for (let index = 0; index < sizeOf(shape); index++) sums[channel(index)] += valueAt(index);
  return sums;
}
