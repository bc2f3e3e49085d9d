// y = x where x > 0, else slope·x. Gradient: dx = dy where x > 0, else slope·dy (so slope·dy at x = 0, as in PyTorch).
import type { OpDefinition } from '../graph/op-definition.ts';

export const leakyRelu: OpDefinition<'leakyRelu'> = {
  operands: ['x'],
  infer: ({ inputs: [x] }) => x,
  gradient: ({ graph, node, dy }) => [graph.add('leakyReluGradient', node.attrs, [node.inputs[0], dy])],
  range({ attrs: { negativeSlope } }, [{ low, high }]) {
    const ends = [low, high].map((x) => (x > 0 ? x : negativeSlope * x));
    const kink = low < 0 && high > 0 ? [0] : [];
    return { low: Math.min(...ends, ...kink), high: Math.max(...ends, ...kink) };
  },
};

export const leakyReluGradient: OpDefinition<'leakyReluGradient'> = {
  operands: ['x', 'dy'],
  infer: ({ inputs: [x] }) => x,
};
