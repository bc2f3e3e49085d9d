// Elementwise arithmetic on operands of one shape; the second may also be a single number for all elements.
import type { GraphBuilder } from '../graph/graph-builder.ts';
import type { Node } from '../graph/node.ts';
import type { InferenceContext, OpDefinition } from '../graph/op-definition.ts';
import { sameShape, sizeOf } from '../graph/shape.ts';
import { unknown, type ValueRange } from '../graph/value-range.ts';

export const add: OpDefinition<'add'> = {
  operands: ['a', 'b'],
  infer: inferBinary,
  gradient: ({ graph, node: { inputs }, dy }) => [dy, sumToSecond(graph, inputs, dy)],
  range: (_, [a, b]) => ({ low: a.low + b.low, high: a.high + b.high }),
};

export const subtract: OpDefinition<'subtract'> = {
  operands: ['a', 'b'],
  infer: inferBinary,
  gradient: ({ graph, node: { inputs }, dy }) => [dy, negative(graph, sumToSecond(graph, inputs, dy))],
  range: (_, [a, b]) => ({ low: a.low - b.high, high: a.high - b.low }),
};

export const multiply: OpDefinition<'multiply'> = {
  operands: ['a', 'b'],
  infer: inferBinary,
  gradient({ graph, node: { inputs }, dy }) {
    const [a, b] = inputs;
    const da = graph.add('multiply', {}, [dy, b]);
    return [da, sumToSecond(graph, inputs, graph.add('multiply', {}, [dy, a]))];
  },
  range: (_, [a, b]) => corners([a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high]),
  isIdentity: ({ inputs: [, b] }) => b.op === 'constant' && b.attrs.value === 1,
};

/** a / b. Gradients: da = dy / b, db = −dy·y / b. */
export const divide: OpDefinition<'divide'> = {
  operands: ['a', 'b'],
  infer: inferBinary,
  gradient({ graph, node, dy }) {
    const [, b] = node.inputs;
    const da = graph.add('divide', {}, [dy, b]);
    const product = sumToSecond(graph, node.inputs, graph.add('multiply', {}, [dy, node]));
    return [da, negative(graph, graph.add('divide', {}, [product, b]))];
  },
  range: (_, [a, b]) =>
    b.low > 0 || b.high < 0 ? corners([a.low / b.low, a.low / b.high, a.high / b.low, a.high / b.high]) : unknown,
  isIdentity: ({ inputs: [, b] }) => b.op === 'constant' && b.attrs.value === 1,
};

/** The gradient needs only y: dx = dy / 2y, infinite at x = 0 as in PyTorch. */
export const squareRoot: OpDefinition<'squareRoot'> = {
  operands: ['x'],
  infer: ({ inputs: [x] }) => x,
  gradient: ({ graph, node, dy }) => [graph.add('divide', {}, [dy, graph.add('scale', { factor: 2 }, [node])])],
  range: (_, [x]) => (x.low >= 0 ? { low: Math.sqrt(x.low), high: Math.sqrt(x.high) } : unknown),
};

export const scale: OpDefinition<'scale'> = {
  operands: ['a'],
  infer: ({ inputs: [a] }) => a,
  gradient: ({ graph, node, dy }) => [graph.add('scale', { factor: node.attrs.factor }, [dy])],
  range: ({ attrs: { factor, offset = 0 } }, [a]) => corners([a.low * factor + offset, a.high * factor + offset]),
  isIdentity: ({ attrs: { factor, offset = 0 } }) => factor === 1 && offset === 0,
};

function inferBinary<K extends 'add' | 'subtract' | 'multiply' | 'divide'>({
  inputs: [a, b],
  fail,
}: InferenceContext<K>) {
  if (!sameShape(a.shape, b.shape) && sizeOf(b.shape) !== 1) fail('operands have different shapes');
  return a;
}

function corners(products: readonly number[]): ValueRange {
  return { low: Math.min(...products), high: Math.max(...products) };
}

function negative(graph: GraphBuilder, x: Node): Node {
  return graph.add('scale', { factor: -1 }, [x]);
}

/** The second operand's gradient, from what arrives at each element: their sum, where it is one number for all. */
function sumToSecond(graph: GraphBuilder, [a, b]: readonly Node[], gradient: Node): Node {
  if (sameShape(a.shape, b.shape)) return gradient;
  // Each channel first: sums of sums lose fewer digits than one long sum.
  const parts = a.shape.length > 1 ? graph.add('channelSum', { axis: 1 }, [gradient]) : gradient;
  const column = graph.add('reshape', { shape: [sizeOf(parts.shape), 1] }, [parts]);
  return graph.add('reshape', { shape: b.shape }, [graph.add('channelSum', { axis: 1 }, [column])]);
}
