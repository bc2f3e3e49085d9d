// y = max(x, 0). The gradient needs only y: dx = dy where y > 0, else 0 (so 0 at x = 0, as in PyTorch).
import type { OpDefinition } from '../graph/op-definition.ts';

export const relu: OpDefinition<'relu'> = {
  operands: ['x'],
  infer: ({ inputs: [x] }) => x,
  gradient: ({ graph, node, dy }) => [graph.add('reluGradient', {}, [node, dy])],
  range: (_, [x]) => ({ low: Math.max(0, x.low), high: Math.max(0, x.high) }),
};

export const reluGradient: OpDefinition<'reluGradient'> = {
  operands: ['y', 'dy'],
  infer: ({ inputs: [y] }) => y,
};
