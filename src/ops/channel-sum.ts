// Sums over every axis but the channels': [N, C, …] → [C], or [K, …] → [K] where the channels are axis 0. The gradient of
// a bias, and with products x·dy that of a factor for each channel.
import type { ChannelAttrs } from '../graph/op-attrs.ts';
import type { InferenceContext, OpDefinition } from '../graph/op-definition.ts';
import { sameShape, type ValueType } from '../graph/shape.ts';

export const channelSum: OpDefinition<'channelSum'> = {
  operands: ['dy'],
  infer: inferChannels,
};

export const channelProductSum: OpDefinition<'channelProductSum'> = {
  operands: ['x', 'dy'],
  infer(context) {
    const [x, dy] = context.inputs;
    if (!sameShape(x.shape, dy.shape)) context.fail('operands have different shapes');
    return inferChannels(context);
  },
};

function inferChannels<K extends 'channelSum' | 'channelProductSum'>({
  attrs,
  inputs: [{ shape }],
  fail,
}: InferenceContext<K>): ValueType {
  const { axis }: ChannelAttrs = attrs;
  if (axis >= shape.length) fail(`has no axis ${axis}`);
  return { shape: [shape[axis]], dtype: 'float32' };
}
