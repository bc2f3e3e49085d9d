// y = tanh(x). The gradient needs only y: dx = dy·(1 − y²).
import type { OpDefinition } from '../graph/op-definition.ts';

export const tanh: OpDefinition<'tanh'> = {
  operands: ['x'],
  infer: ({ inputs: [x] }) => x,
  gradient: ({ graph, node, dy }) => [graph.add('tanhGradient', {}, [node, dy])],
  range: () => ({ low: -1, high: 1 }),
};

export const tanhGradient: OpDefinition<'tanhGradient'> = {
  operands: ['y', 'dy'],
  infer: ({ inputs: [y] }) => y,
};
