// Elementwise arithmetic on operands of one shape; the second may also be a single number for all elements.
import { GraphError } from '../errors/graph-error.ts';
import type { Node } from '../graph/node.ts';
import type { InferenceContext, OpDefinition } from '../graph/op-definition.ts';
import { sameShape, sizeOf } from '../graph/shape.ts';
import type { ValueRange } from '../graph/value-range.ts';

export const add: OpDefinition<'add'> = {
  operands: ['a', 'b'],
  infer: inferBinary,
  gradient({ node, dy }) {
    requireSameShape(node);
    return [dy, dy];
  },
  range: (_, [a, b]) => ({ low: a.low + b.low, high: a.high + b.high }),
};

export const subtract: OpDefinition<'subtract'> = {
  operands: ['a', 'b'],
  infer: inferBinary,
  gradient({ graph, node, dy }) {
    requireSameShape(node);
    return [dy, graph.add('scale', { factor: -1 }, [dy])];
  },
  range: (_, [a, b]) => ({ low: a.low - b.high, high: a.high - b.low }),
};

export const multiply: OpDefinition<'multiply'> = {
  operands: ['a', 'b'],
  infer: inferBinary,
  gradient({ graph, node, dy }) {
    requireSameShape(node);
    const [a, b] = node.inputs;
    return [graph.add('multiply', {}, [dy, b]), graph.add('multiply', {}, [dy, a])];
  },
  range: (_, [a, b]) => corners([a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high]),
  isIdentity: ({ inputs: [, b] }) => b.op === 'constant' && b.attrs.value === 1,
};

export const scale: OpDefinition<'scale'> = {
  operands: ['a'],
  infer: ({ inputs: [a] }) => a,
  gradient: ({ graph, node, dy }) => [graph.add('scale', node.attrs, [dy])],
  range: ({ attrs: { factor } }, [a]) => corners([a.low * factor, a.high * factor]),
  isIdentity: ({ attrs }) => attrs.factor === 1,
};

function inferBinary<K extends 'add' | 'subtract' | 'multiply'>({ inputs: [a, b], fail }: InferenceContext<K>) {
  if (!sameShape(a.shape, b.shape) && sizeOf(b.shape) !== 1) fail('operands have different shapes');
  return a;
}

function corners(products: readonly number[]): ValueRange {
  return { low: Math.min(...products), high: Math.max(...products) };
}

function requireSameShape({ op, scope, inputs: [a, b] }: Node): void {
  if (!sameShape(a.shape, b.shape)) {
    throw new GraphError(`${scope}: ${op} by a single number has no gradient rule`, {
      hint: 'use scale for a constant factor',
    });
  }
}
