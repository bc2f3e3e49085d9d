// y = x·scale + shift with a scale and a shift for each channel: a normalisation whose statistics are known, or the same
// folded into a convolution's weights (their axis 0 has the filters).
import type { OpDefinition } from '../graph/op-definition.ts';
import { sumOfProducts } from '../graph/value-range.ts';

export const channelAffine: OpDefinition<'channelAffine'> = {
  operands: ['x', 'scale', 'shift?'],

  infer({ attrs: { axis }, inputs: [x, ...factors], fail }) {
    if (axis >= x.shape.length) fail(`has no axis ${axis}`);
    for (const { shape } of factors) {
      if (shape.length !== 1 || shape[0] !== x.shape[axis]) fail(`expects one number for each of axis ${axis} of x`);
    }
    return x;
  },

  gradient({ graph, node: { attrs, inputs }, dy }) {
    const [x, scale, shift] = inputs;
    return [
      graph.add('channelAffine', attrs, [dy, scale]),
      graph.add('channelProductSum', attrs, [x, dy]),
      ...(shift === undefined ? [] : [graph.add('channelSum', attrs, [dy])]),
    ];
  },

  range: (_, [x, scale, shift]) => sumOfProducts(1, x, scale, shift),
};
