// y = x·Φ(x), Φ(x) = ½·(1 + erf(x/√2)); with the approximation 'tanh', Φ(x) ≈ ½·(1 + tanh(√(2/π)·(x + 0.044715·x³))).
// see: Hendrycks and Gimpel, "Gaussian Error Linear Units", 2016
import type { OpDefinition } from '../graph/op-definition.ts';

export const gelu: OpDefinition<'gelu'> = {
  operands: ['x'],
  infer: ({ inputs: [x] }) => x,
  gradient: ({ graph, node, dy }) => [graph.add('geluGradient', node.attrs, [node.inputs[0], dy])],
  // The least value is −0.1700 at x = −0.752.
  range: (_, [{ low, high }]) => ({ low: low < 0 ? Math.max(low, -0.18) : 0, high: Math.max(0, high) }),
};

export const geluGradient: OpDefinition<'geluGradient'> = {
  operands: ['x', 'dy'],
  infer: ({ inputs: [x] }) => x,
};
