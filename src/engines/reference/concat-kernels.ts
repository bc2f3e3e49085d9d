// Joining and cutting along an axis: whole runs of `inner` elements move, `outer` times.
import { type Shape, sizeOf } from '../../graph/shape.ts';
import type { Kernel } from './kernel.ts';

function outerSize(shape: Shape, axis: number): number {
  return sizeOf(shape.slice(0, axis));
}

function innerSize(shape: Shape, axis: number): number {
  return sizeOf(shape.slice(axis + 1));
}

export const concat: Kernel<'concat'> = ({ shape, inputs, attrs: { axis } }, values) => {
  const y = new Float64Array(sizeOf(shape));
  let position = 0;
  for (let outer = 0; outer < outerSize(shape, axis); outer++) {
    for (const [index, value] of values.entries()) {
      const run = inputs[index].shape[axis] * innerSize(shape, axis);
      y.set(value.subarray(outer * run, (outer + 1) * run), position);
      position += run;
    }
  }
  return y;
};

export const slice: Kernel<'slice'> = ({ shape, inputs: [xNode], attrs: { axis, start } }, [x]) => {
  const inner = innerSize(shape, axis);
  const run = shape[axis] * inner;
  const stride = xNode.shape[axis] * inner;
  const y = new Float64Array(sizeOf(shape));
  for (let outer = 0; outer < outerSize(shape, axis); outer++) {
    const from = outer * stride + start * inner;
    y.set(x.subarray(from, from + run), outer * run);
  }
  return y;
};

export const padSlice: Kernel<'padSlice'> = ({ shape, inputs: [dyNode], attrs: { axis, start } }, [dy]) => {
  const inner = innerSize(shape, axis);
  const run = dyNode.shape[axis] * inner;
  const dx = new Float64Array(sizeOf(shape));
  for (let outer = 0; outer < outerSize(shape, axis); outer++) {
    dx.set(dy.subarray(outer * run, (outer + 1) * run), (outer * shape[axis] + start) * inner);
  }
  return dx;
};
