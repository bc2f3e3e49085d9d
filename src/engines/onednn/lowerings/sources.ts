// What comes into a program: data written at each run, resident tensors, constants.
import { isResident } from '../../../graph/graph.ts';
import { sizeOf } from '../../../graph/shape.ts';
import type { Lowering } from './lowering.ts';

/** Resident tensors are read where they lie; labels are encoded by the lowerings that read them. */
export const input: Lowering<'input'> = (builder, node) => {
  if (isResident(node) || node.dtype !== 'float32') return;
  const value = builder.temporary(builder.plain(node.shape));
  builder.writeInput(node.attrs.name, value, sizeOf(node.shape), (given, target) => target.set(given));
  builder.define(node, value);
};

export const constant: Lowering<'constant'> = (builder, node) => {
  builder.define(
    node,
    builder.kept(builder.plain(node.shape), (content) => content.fill(node.attrs.value)),
  );
};
