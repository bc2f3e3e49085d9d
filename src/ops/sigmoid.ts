// y = 1 / (1 + e⁻ˣ). The gradient needs only y: dx = dy·y·(1 − y).
import type { OpDefinition } from '../graph/op-definition.ts';

export const sigmoid: OpDefinition<'sigmoid'> = {
  operands: ['x'],
  infer: ({ inputs: [x] }) => x,
  gradient: ({ graph, node, dy }) => [graph.add('sigmoidGradient', {}, [node, dy])],
  range: () => ({ low: 0, high: 1 }),
};

export const sigmoidGradient: OpDefinition<'sigmoidGradient'> = {
  operands: ['y', 'dy'],
  infer: ({ inputs: [y] }) => y,
};
