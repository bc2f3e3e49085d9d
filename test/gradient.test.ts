// Every gradient rule against central differences in float64, through the same walk that training uses; then the gradients of the
// same cases on each engine, against those of the reference.
import { describe, expect, it } from 'vitest';
import { differentiate, gradientName } from '../src/compile/gradient.ts';
import { gradientStep } from '../src/compile/programs.ts';
import { evaluate } from '../src/engines/reference/evaluate.ts';
import { GraphError } from '../src/errors/graph-error.ts';
import { type Graph, graphInputs } from '../src/graph/graph.ts';
import type { Node, NodeOf } from '../src/graph/node.ts';
import type { OpName } from '../src/graph/op-attrs.ts';
import { sizeOf } from '../src/graph/shape.ts';
import { CrossEntropyLoss } from '../src/nn/index.ts';
import { opTable } from '../src/ops/op-table.ts';
import { CaseGraph, forwardAndGradientGraph, type OperationCase } from './support/case-graph.ts';
import { expectClose, relativeL2 } from './support/compare.ts';
import { describeEngines } from './support/engines.ts';
import { runOnce, runOnReference } from './support/run-graph.ts';
import { SharingNet, SmallInception } from './support/small-nets.ts';
import { distinct, fillInputs } from './support/values.ts';

/** Step `h` of central differences, which are wrong by h² times the third derivative: about 1e-10. */
const step = 1e-5;
const tolerance = 1e-7;

// biome-ignore format: one row an operation
const cases: { readonly [K in OpName]: readonly OperationCase<K>[] | 'not differentiable' } = {
  conv2d: [
    (g) => g.add('conv2d', { stride: [1, 1], padding: [1, 1] }, [g.floats(2, 3, 4, 5), g.floats(4, 3, 3, 3), g.floats(4)]),
    (g) => g.add('conv2d', { stride: [2, 2], padding: [3, 3] }, [g.floats(1, 2, 8, 7), g.floats(2, 2, 7, 7), g.floats(2)]),
    (g) => g.add('conv2d', { stride: [2, 1], padding: [0, 2] }, [g.floats(2, 1, 6, 5), g.floats(3, 1, 2, 5)]),
    (g) => g.add('conv2d', { stride: [3, 3], padding: [0, 0] }, [g.floats(1, 2, 7, 8), g.floats(2, 2, 1, 1)]),
    (g) => g.add('conv2d', { stride: [1, 1], padding: [2, 1], dilation: [2, 1] }, [g.floats(2, 3, 5, 6), g.floats(2, 3, 3, 3), g.floats(2)]),
    (g) => g.add('conv2d', { stride: [2, 1], padding: [1, 1], groups: 2 }, [g.floats(1, 4, 6, 5), g.floats(6, 2, 3, 3), g.floats(6)]),
    (g) => g.add('conv2d', { stride: [2, 2], padding: [2, 2], dilation: [2, 3], groups: 3 }, [g.floats(2, 3, 8, 9), g.floats(3, 1, 3, 3)]),
  ],
  linear: [
    (g) => g.add('linear', {}, [g.floats(3, 4), g.floats(5, 4), g.floats(5)]),
    (g) => g.add('linear', {}, [g.floats(1, 7), g.floats(2, 7)]),
  ],
  relu: [(g) => g.add('relu', {}, [g.floats(3, 7)])],
  sigmoid: [(g) => g.add('sigmoid', {}, [g.floats(3, 7)])],
  tanh: [(g) => g.add('tanh', {}, [g.floats(3, 7)])],
  leakyRelu: [(g) => g.add('leakyRelu', { negativeSlope: 0.3 }, [g.floats(3, 7)])],
  gelu: [(g) => g.add('gelu', { approximate: 'none' }, [g.floats(3, 7)]), (g) => g.add('gelu', { approximate: 'tanh' }, [g.floats(3, 7)])],
  maxPool2d: [
    (g) => g.add('maxPool2d', { kernel: [3, 3], stride: [2, 2], padding: [1, 1] }, [g.floats(2, 2, 5, 6)]),
    (g) => g.add('maxPool2d', { kernel: [3, 3], stride: [1, 1], padding: [1, 1] }, [g.floats(1, 3, 4, 3)]),
    (g) => g.add('maxPool2d', { kernel: [2, 3], stride: [2, 1], padding: [0, 0] }, [g.floats(1, 1, 5, 5)]),
    (g) => g.add('maxPool2d', { kernel: [3, 2], stride: [2, 2], padding: [1, 0], ceilMode: true }, [g.floats(2, 2, 6, 7)]),
  ],
  averagePool2d: [
    (g) => g.add('averagePool2d', { kernel: [3, 2], stride: [2, 1], padding: [1, 1] }, [g.floats(2, 2, 5, 4)]),
    (g) => g.add('averagePool2d', { kernel: [4, 5], stride: [1, 1], padding: [0, 0] }, [g.floats(2, 3, 4, 5)]),
    (g) => g.add('averagePool2d', { kernel: [3, 2], stride: [2, 2], padding: [1, 0], ceilMode: true }, [g.floats(2, 2, 6, 7)]),
    (g) => g.add('averagePool2d', { kernel: [3, 3], stride: [2, 3], padding: [1, 1], countIncludePad: false }, [g.floats(2, 2, 6, 7)]),
    (g) => g.add('averagePool2d', { kernel: [5, 3], stride: [3, 2], padding: [2, 1], ceilMode: true, countIncludePad: false }, [g.floats(1, 2, 8, 8)]),
  ],
  localResponseNorm: [
    (g) => g.add('localResponseNorm', { size: 3, alpha: 0.8, beta: 0.75, k: 1 }, [g.floats(2, 5, 2, 2)]),
    (g) => g.add('localResponseNorm', { size: 4, alpha: 0.8, beta: 1.5, k: 2 }, [g.floats(2, 5, 3)]),
    (g) => g.add('localResponseNorm', { size: 7, alpha: 0.8, beta: 0.5, k: 1 }, [g.floats(1, 3, 2, 2)]),
  ],
  concat: [
    (g) => g.add('concat', { axis: 1 }, [g.floats(2, 3, 2, 2), g.floats(2, 1, 2, 2), g.floats(2, 4, 2, 2)]),
    (g) => g.add('concat', { axis: 0 }, [g.floats(2, 3), g.floats(1, 3)]),
  ],
  slice: [(g) => g.add('slice', { axis: 1, start: 2, end: 5 }, [g.floats(2, 6, 3)])],
  reshape: [(g) => g.add('reshape', { shape: [4, 3] }, [g.floats(2, 2, 3)])],
  softmaxCrossEntropy: [
    (g) => g.add('softmaxCrossEntropy', { labelSmoothing: 0 }, [g.floats(4, 5), g.labels(4)]),
    (g) => g.add('softmaxCrossEntropy', { labelSmoothing: 0.2, classWeights: [0.5, 3, 1] }, [g.floats(4, 3), g.labels(4)]),
  ],
  labelWeight: 'not differentiable',
  batchNorm: [
    (g) => g.add('batchNorm', { epsilon: 0.1 }, [g.floats(3, 4, 2, 3), g.floats(4), g.floats(4)]),
    (g) => g.add('batchNorm', { epsilon: 1e-3 }, [g.floats(5, 3)]),
  ],
  batchMean: 'not differentiable',
  batchVariance: 'not differentiable',
  batchNormInputGradient: 'not differentiable',
  batchNormWeightGradient: 'not differentiable',
  add: [(g) => g.add('add', {}, [g.floats(2, 3), g.floats(2, 3)]), (g) => g.add('add', {}, [g.floats(2, 3, 2), g.floats(1)])],
  subtract: [(g) => g.add('subtract', {}, [g.floats(2, 3), g.floats(2, 3)]), (g) => g.add('subtract', {}, [g.floats(5), g.floats(1)])],
  multiply: [(g) => g.add('multiply', {}, [g.floats(2, 3), g.floats(2, 3)]), (g) => g.add('multiply', {}, [g.floats(2, 3), g.floats(1)])],
  divide: [(g) => g.add('divide', {}, [g.floats(2, 3), aboveOne(g, 2, 3)]), (g) => g.add('divide', {}, [g.floats(2, 3), aboveOne(g)])],
  squareRoot: [(g) => g.add('squareRoot', {}, [aboveOne(g, 2, 3)])],
  scale: [(g) => g.add('scale', { factor: -2.5 }, [g.floats(2, 3)]), (g) => g.add('scale', { factor: -2.5, offset: 3 }, [g.floats(2, 3)])],
  channelAffine: [
    (g) => g.add('channelAffine', { axis: 1 }, [g.floats(2, 3, 2, 2), g.floats(3), g.floats(3)]),
    (g) => g.add('channelAffine', { axis: 1 }, [g.floats(4, 3), g.floats(3)]),
    (g) => g.add('channelAffine', { axis: 0 }, [g.floats(2, 3, 2, 2), g.floats(2), g.floats(2)]),
  ],

  input: 'not differentiable',
  constant: 'not differentiable',
  countCorrect: 'not differentiable',
  largest: 'not differentiable',
  conv2dInputGradient: 'not differentiable',
  conv2dWeightGradient: 'not differentiable',
  linearInputGradient: 'not differentiable',
  linearWeightGradient: 'not differentiable',
  channelSum: 'not differentiable',
  channelProductSum: 'not differentiable',
  reluGradient: 'not differentiable',
  sigmoidGradient: 'not differentiable',
  tanhGradient: 'not differentiable',
  leakyReluGradient: 'not differentiable',
  geluGradient: 'not differentiable',
  maxPool2dGradient: 'not differentiable',
  averagePool2dGradient: 'not differentiable',
  localResponseNormGradient: 'not differentiable',
  padSlice: 'not differentiable',
  softmaxCrossEntropyGradient: 'not differentiable',
};

describe('gradient rules', () => {
  for (const op of Object.keys(cases) as OpName[]) describeOperation(op);

  it('adds up what arrives at a value that is used three times', () => {
    const graph = new CaseGraph('parameter');
    const x = graph.floats(2, 3);
    const square = graph.add('multiply', {}, [x, x]);
    expectCentralDifferences(lossGraph(graph, graph.add('add', {}, [square, graph.add('sigmoid', {}, [x])])));
  });

  it('goes through a whole net with Inception blocks', () => {
    const graph = gradientStep({
      model: new SmallInception(),
      loss: new CrossEntropyLoss(),
      imageShape: [2, 3, 9, 11],
    });
    const forward: Graph = { ...graph, outputs: new Map([...graph.outputs].filter(([name]) => name === 'loss')) };
    const checked = ['model.0.bias', 'model.3.channel2.0.weight', 'model.5.channel4.1.bias', 'model.8.bias'];
    expectCentralDifferences(forward, graph, checked);
  });

  it('adds up over all uses of a shared module', () => {
    const graph = gradientStep({ model: new SharingNet(), loss: new CrossEntropyLoss(), imageShape: [2, 1, 4, 4] });
    const forward: Graph = { ...graph, outputs: new Map([...graph.outputs].filter(([name]) => name === 'loss')) };
    expectCentralDifferences(forward, graph);
  });

  it('does not go twice through an operation that has no rule', () => {
    const graph = new CaseGraph('parameter');
    const loss = lossGraph(graph, graph.add('channelSum', { axis: 1 }, [graph.floats(2, 3)]));
    expect(() => differentiate(loss)).toThrow(GraphError);
    expect(() => differentiate(loss)).toThrow('channelSum has no gradient rule');
    expect(() => differentiate(loss, { of: 'accuracy' })).toThrow('has no output accuracy');
  });
});

describeEngines(
  'gradients',
  (engine) => {
    for (const [op, operations] of Object.entries(cases)) {
      if (operations === 'not differentiable') continue;
      for (const [index, operation] of (operations as readonly OperationCase<OpName>[]).entries()) {
        engine.test(`${op} ${index}`, async (opened) => {
          const graph = forwardAndGradientGraph(operation);
          const inputs = fillInputs(graph, distinct);
          expectClose(await runOnce(opened, graph, inputs), await runOnReference(graph, inputs), engine.tolerance, op);
        });
      }
    }
  },
  { isExact: true, without: 'reference' },
);

function describeOperation<K extends OpName>(op: K): void {
  const operations = cases[op];
  const rule = opTable[op].gradient;
  if (operations === 'not differentiable') {
    it(`${op} has none, as the table says`, () => expect(rule).toBeUndefined());
    return;
  }
  it.each(operations.map((operation) => [operation]))(
    `${op} agrees with central differences (case %#)`,
    (operation) => {
      const graph = new CaseGraph('parameter');
      const node: NodeOf<K> = operation(graph);
      expect(node.op).toBe(op);
      expectCentralDifferences(lossGraph(graph, node as Node));
    },
  );
}

/** Values from 1 to 2 for numbers between −1 and 1; a single number if no shape is given. */
function aboveOne(graph: CaseGraph, ...shape: readonly number[]): Node {
  const x = graph.floats(...(shape.length === 0 ? [1] : shape));
  return graph.add('scale', { factor: 0.5, offset: 1.5 }, [x]);
}

/** A single number that every element of `y` moves differently: its dot product with fixed weights. */
function lossGraph(graph: CaseGraph, y: Node): Graph {
  const size = sizeOf(y.shape);
  const weights = graph.input('weights', 'data', { shape: [1, size], dtype: 'float32' });
  const row = graph.add('reshape', { shape: [1, size] }, [y]);
  const dot = graph.add('linear', {}, [row, weights]);
  return graph.build('case', new Map([['loss', graph.add('reshape', { shape: [1] }, [dot]) as Node]]));
}

/** Compares every element of each parameter's gradient with (loss(x + h) − loss(x − h)) / 2h. */
function expectCentralDifferences(
  graph: Graph,
  differentiated = differentiate(graph),
  parameters = graphInputs(graph).flatMap(({ attrs }) => (attrs.role === 'parameter' ? [attrs.name] : [])),
): void {
  const given = Object.entries(fillInputs(graph, distinct));
  const inputs = new Map(given.map(([name, values]) => [name, Float64Array.from(values)] as const));
  const lossOf = (changed: ReadonlyMap<string, Float64Array>) =>
    evaluate(graph, changed).outputs.get('loss')?.[0] ?? NaN;
  const gradients = evaluate(differentiated, inputs).outputs;
  expect(parameters.length).toBeGreaterThan(0);

  for (const name of parameters) {
    const values = inputs.get(name) ?? Float64Array.of();
    const differences = values.map((value, index) => {
      const moved = (by: number) => lossOf(new Map(inputs).set(name, values.with(index, value + by)));
      return (moved(step) - moved(-step)) / (2 * step);
    });
    const gradient = gradients.get(gradientName(name)) ?? Float64Array.of();
    expect(relativeL2(gradient, differences), name).toBeLessThan(tolerance);
    expect(Math.hypot(...gradient), `${name} is not zero`).toBeGreaterThan(0);
  }
}
