// Fully connected layer on rows: y = x·wᵀ + b, with x [N, inFeatures] and w [outFeatures, inFeatures].
//   dx = dy·w    dw = dyᵀ·x    db = Σ over rows of dy
import type { OpDefinition } from '../graph/op-definition.ts';
import { sumOfProducts } from '../graph/value-range.ts';

export const linear: OpDefinition<'linear'> = {
  operands: ['x', 'w', 'b?'],

  infer({ inputs: [x, w, b], fail }) {
    if (x.shape.length !== 2) fail('expects rows [N, features]', 'put a Flatten before it');
    const [outFeatures, inFeatures] = w.shape;
    if (w.shape.length !== 2) fail('expects weights [outFeatures, inFeatures]');
    if (x.shape[1] !== inFeatures) {
      fail(
        `input has ${x.shape[1]} features, weight expects ${inFeatures}`,
        'make inFeatures the size of the flattened input',
      );
    }
    if (b !== undefined && (b.shape.length !== 1 || b.shape[0] !== outFeatures)) {
      fail(`expects a bias of ${outFeatures} elements`);
    }
    return { shape: [x.shape[0], outFeatures], dtype: 'float32' };
  },

  gradient({ graph, node, dy }) {
    const [x, w, b] = node.inputs;
    return [
      graph.add('linearInputGradient', {}, [dy, w]),
      graph.add('linearWeightGradient', {}, [x, dy]),
      ...(b === undefined ? [] : [graph.add('channelSum', { axis: 1 }, [dy])]),
    ];
  },

  multiplyAdds: ({ inputs: [x, w] }) => x.shape[0] * w.shape[0] * w.shape[1],
  range: ({ inputs: [, { shape }] }, [x, w, b]) => sumOfProducts(shape[1], x, w, b),
};

export const linearInputGradient: OpDefinition<'linearInputGradient'> = {
  operands: ['dy', 'w'],
  infer: ({ inputs: [dy, w] }) => ({ shape: [dy.shape[0], w.shape[1]], dtype: 'float32' }),
  multiplyAdds: ({ inputs: [dy, w] }) => dy.shape[0] * w.shape[0] * w.shape[1],
};

export const linearWeightGradient: OpDefinition<'linearWeightGradient'> = {
  operands: ['x', 'dy'],
  infer: ({ inputs: [x, dy] }) => ({ shape: [dy.shape[1], x.shape[1]], dtype: 'float32' }),
  multiplyAdds: ({ inputs: [x, dy] }) => x.shape[0] * x.shape[1] * dy.shape[1],
};
