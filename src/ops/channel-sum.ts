// Sum over every axis but the second: [N, C] or [N, C, H, W] → [C]. The gradient of a bias.
import type { OpDefinition } from '../graph/op-definition.ts';

export const channelSum: OpDefinition<'channelSum'> = {
  operands: ['dy'],
  infer({ inputs: [dy], fail }) {
    if (dy.shape.length < 2) fail('expects [N, C] or [N, C, H, W]');
    return { shape: [dy.shape[1]], dtype: 'float32' };
  },
};
