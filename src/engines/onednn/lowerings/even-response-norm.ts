// Local response normalisation over an even number of channels, which the library does not have: a few passes over plain
// memory. The mean over neighbouring channels is an average pool of [N, 1, C, the rest] with a kernel of one column.
import type { NodeOf } from '../../../graph/node.ts';
import { sizeOf } from '../../../graph/shape.ts';
import { windowSides } from '../../../ops/local-response-norm.ts';
import type { Value } from '../plan/block.ts';
import type { ProgramBuilder } from '../program-builder.ts';
import { binary, eltwise } from './arithmetic.ts';

export function evenResponseNorm(builder: ProgramBuilder, node: NodeOf<'localResponseNorm'>): void {
  const x = builder.readPlain(node.inputs[0]);
  const d = denominators(builder, node, x);
  const factors = eltwise(builder, 'power', d, 1, -node.attrs.beta);
  builder.define(node, binary(builder, 'multiply', x, factors));
}

/** dx = dy·d^−β − 2αβ·x·mean(dy·y/d) */
export function evenResponseNormGradient(builder: ProgramBuilder, node: NodeOf<'localResponseNormGradient'>): void {
  const { alpha, beta } = node.attrs;
  const [before, after] = windowSides(node.attrs);
  const [x, y, dy] = node.inputs.map((input) => builder.readPlain(input));
  const d = denominators(builder, node, x);
  const shares = binary(builder, 'divide', binary(builder, 'multiply', dy, y), d);
  const means = channelMeans(builder, node, shares, after, before);
  const indirect = binary(builder, 'multiply', eltwise(builder, 'linear', means, 2 * alpha * beta, 0), x);
  const direct = binary(builder, 'multiply', dy, eltwise(builder, 'power', d, 1, -beta));
  builder.define(node, binary(builder, 'subtract', direct, indirect));
}

type ResponseNode = NodeOf<'localResponseNorm'> | NodeOf<'localResponseNormGradient'>;

function denominators(builder: ProgramBuilder, node: ResponseNode, x: Value): Value {
  const means = channelMeans(builder, node, binary(builder, 'multiply', x, x), ...windowSides(node.attrs));
  return eltwise(builder, 'linear', means, node.attrs.alpha, node.attrs.k);
}

/** Means over before + 1 + after channels; channels that do not exist count as zeros. */
function channelMeans(
  builder: ProgramBuilder,
  { shape }: ResponseNode,
  x: Value,
  before: number,
  after: number,
): Value {
  const [n, c, ...image] = shape;
  const layout = builder.plain([n, 1, c, sizeOf(image)]);
  const primitive = builder.abi.pooling(
    { x: layout, y: layout },
    {
      propagation: 'inference',
      algorithm: 'averageOfWindow',
      window: { kernel: [before + 1 + after, 1], stride: [1, 1], padding: [before, 0], paddingBehind: [after, 0] },
    },
    builder.oneDnn.plainAttributes,
  );
  const means = builder.temporary(layout);
  builder.emit('average-pool', primitive, { x: { ...x, layout }, y: means });
  return { ...means, layout: x.layout };
}
