// Local response normalisation over an even number of channels, which the library does not have: a few passes over plain
// memory. The mean over neighbouring channels is an average pool of [N, 1, C, the rest] with a kernel of one column. It is
// padded alike on both sides, so it has a row too many: without the last it is the window's mean, and without the first
// the mean over those whose windows have this channel in them.
import type { NodeOf } from '../../../graph/node.ts';
import { type Shape, sizeOf } from '../../../graph/shape.ts';
import type { BinaryAlgorithm, EltwiseAlgorithm } from '../library/abi.ts';
import type { Value } from '../plan/block.ts';
import type { ProgramBuilder } from '../program-builder.ts';

export function evenResponseNorm(builder: ProgramBuilder, node: NodeOf<'localResponseNorm'>): void {
  const x = builder.readPlain(node.inputs[0]);
  const d = denominators(builder, node, x);
  const factors = eltwise(builder, 'power', d, 1, -node.attrs.beta);
  builder.define(node, binary(builder, 'multiply', x, factors));
}

/** dx = dy·d^−β − 2αβ·x·mean(dy·y/d) */
export function evenResponseNormGradient(builder: ProgramBuilder, node: NodeOf<'localResponseNormGradient'>): void {
  const { alpha, beta } = node.attrs;
  const [x, y, dy] = node.inputs.map((input) => builder.readPlain(input));
  const d = denominators(builder, node, x);
  const shares = binary(builder, 'divide', binary(builder, 'multiply', dy, y), d);
  const means = channelMeans(builder, node, shares, 1);
  const indirect = binary(builder, 'multiply', eltwise(builder, 'linear', means, 2 * alpha * beta, 0), x);
  const direct = binary(builder, 'multiply', dy, eltwise(builder, 'power', d, 1, -beta));
  builder.define(node, binary(builder, 'subtract', direct, indirect));
}

type ResponseNode = NodeOf<'localResponseNorm'> | NodeOf<'localResponseNormGradient'>;

function denominators(builder: ProgramBuilder, node: ResponseNode, x: Value): Value {
  const means = channelMeans(builder, node, binary(builder, 'multiply', x, x), 0);
  return eltwise(builder, 'linear', means, node.attrs.alpha, node.attrs.k);
}

/** @param firstRow of the pool's C + 1 rows */
function channelMeans(builder: ProgramBuilder, { shape, attrs }: ResponseNode, x: Value, firstRow: 0 | 1): Value {
  const { abi, oneDnn } = builder;
  const [n, c, ...image] = shape;
  const rows = (count: number): Shape => [n, 1, count, sizeOf(image)];
  const layouts = { x: builder.plain(rows(c)), y: builder.plain(rows(c + 1)) };
  const padding = [attrs.size / 2, 0] as const;
  const window = { kernel: [attrs.size, 1], stride: [1, 1], padding, paddingBehind: padding } as const;
  const options = { propagation: 'inference', algorithm: 'averageOfWindow', window } as const;
  const pooled = builder.temporary(layouts.y);
  const primitive = abi.pooling(layouts, options, oneDnn.plainAttributes);
  builder.emit('average-pool', primitive, { x: { ...x, layout: layouts.x }, y: pooled });
  const means = builder.temporary(layouts.x);
  builder.reorder(builder.part(pooled, rows(c + 1), rows(c), [0, 0, firstRow, 0]), means);
  return { ...means, layout: builder.plain(shape) };
}

function eltwise(builder: ProgramBuilder, algorithm: EltwiseAlgorithm, x: Value, alpha: number, beta: number): Value {
  const y = builder.temporary(x.layout);
  const layouts = { x: x.layout, y: x.layout };
  const primitive = builder.abi.eltwise(layouts, { algorithm, alpha, beta }, builder.oneDnn.plainAttributes);
  builder.emit('eltwise', primitive, { x, y });
  return y;
}

function binary(builder: ProgramBuilder, algorithm: BinaryAlgorithm, a: Value, b: Value): Value {
  const y = builder.temporary(a.layout);
  const layouts = { a: a.layout, b: b.layout, y: a.layout };
  const primitive = builder.abi.binary(layouts, { algorithm }, builder.oneDnn.plainAttributes);
  builder.emit('binary', primitive, { x: a, x1: b, y });
  return y;
}
