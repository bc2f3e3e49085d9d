// The largest element, in two reductions over the bytes as they lie: of shares that threads can take, then of theirs.
import { sizeOf } from '../../../graph/shape.ts';
import type { Lowering } from './lowering.ts';
import { reduce } from './reduce.ts';

const shares = 16;
const bytesOf = { float32: 4, bf16: 2 } as const;

export const largest: Lowering<'largest'> = (builder, node) => {
  const [x] = node.inputs;
  const count = sizeOf(x.shape);
  const dense = builder.readDense(x);
  const bytes = bytesOf[builder.abi.storageOf(dense.layout)];
  // The zeros that fill up the last block of channels are not elements of the tensor.
  const isFilledUp = builder.oneDnn.sizeOf(dense.layout) !== count * bytes;
  const value = isFilledUp || count <= shares ? builder.readPlain(x) : dense;
  const rows = count % shares === 0 ? shares : 1;
  const storage = builder.abi.storageOf(value.layout);
  const inRows = { ...value, layout: builder.abi.plainLayout([rows, count / rows], storage) };
  const ofShares = reduce(builder, 'max', inRows, [rows, count / rows], [rows, 1]);
  const inOneRow = { ...ofShares, layout: builder.plain([1, rows]) };
  const y = reduce(builder, 'max', inOneRow, [1, rows], [1, 1]);
  builder.define(node, { ...y, layout: builder.plain([1]) });
};
