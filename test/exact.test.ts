// Tolerance zero: on small whole numbers every sum is exact in float32 in any order, so direct and matrix-product
// convolutions, both of their gradients, pools, joins and sums must agree to the bit on every engine.
import { describe, expect, it } from 'vitest';
import type { Graph } from '../src/graph/graph.ts';
import type {
  AveragePoolAttrs,
  ConvolutionAttrs,
  LocalResponseNormAttrs,
  OpName,
  PoolAttrs,
} from '../src/graph/op-attrs.ts';
import type { Shape } from '../src/graph/shape.ts';
import { forwardAndGradientGraph, forwardGraph, type OperationCase } from './support/case-graph.ts';
import { expectAllSame, expectSame, relativeL2 } from './support/compare.ts';
import { describeEngines } from './support/engines.ts';
import { type RecordedOperation, readRecording } from './support/parity-fixtures.ts';
import { runOnce, runOnReference } from './support/run-graph.ts';
import { type Fill, fillInputs, integers } from './support/values.ts';

interface GeneratedCase {
  readonly name: string;
  readonly graph: Graph;
  readonly fill: Fill;
}

function withGradients<K extends OpName>(name: string, operation: OperationCase<K>, fill = integers(-4, 4)) {
  return { name, graph: forwardAndGradientGraph(operation), fill };
}

function forwardOnly<K extends OpName>(name: string, operation: OperationCase<K>, fill = integers(-4, 4)) {
  return { name, graph: forwardGraph(operation), fill };
}

function window(kernel: number, stride: number, padding: number): PoolAttrs {
  return { kernel: [kernel, kernel], stride: [stride, stride], padding: [padding, padding] };
}

/** Kernel × stride × padding × batch, and images and channels that change from case to case. */
function* convolutions(): Generator<GeneratedCase> {
  // biome-ignore format: pairs
  const images: readonly (readonly [number, number])[] = [[7, 7], [12, 9], [8, 13], [7, 10], [9, 8]];
  const channels = [1, 3, 5, 16, 17, 24];
  let number = 0;
  for (const kernel of [1, 3, 5, 7]) {
    for (const stride of [1, 2]) {
      for (const padding of kernel === 1 ? [0] : [0, (kernel - 1) / 2]) {
        for (const n of [1, 2, 3]) {
          const [h, w] = images[number % images.length];
          const c = channels[(number * 5 + 2) % channels.length];
          const k = channels[number % channels.length];
          const b = number % 4 > 0;
          number++;
          const attrs = { stride: [stride, stride], padding: [padding, padding] } as const;
          yield withGradients(
            `conv2d [${n},${c},${h},${w}] · [${k},${c},${kernel},${kernel}] stride ${stride} padding ${padding} ${b ? 'bias' : ''}`,
            (g) => {
              const operands = [g.floats(n, c, h, w), g.floats(k, c, kernel, kernel)];
              return g.add('conv2d', attrs, b ? [...operands, g.floats(k)] : operands);
            },
          );
        }
      }
    }
  }
}

/** Convolutions whose rows and columns differ in everything, and ones whose last rows no window reaches. */
function* lopsidedConvolutions(): Generator<GeneratedCase> {
  // biome-ignore format: one row a case
  const rows: readonly [Shape, Shape, readonly [number, number], readonly [number, number]][] = [
    [[2, 3, 6, 9], [5, 3, 1, 3], [1, 2], [0, 1]],
    [[1, 5, 9, 6], [3, 5, 5, 3], [2, 1], [2, 0]],
    [[3, 1, 8, 8], [17, 1, 3, 3], [2, 2], [0, 0]],
    [[2, 2, 7, 7], [3, 2, 2, 2], [3, 3], [0, 0]],
    [[1, 3, 4, 4], [2, 3, 3, 3], [1, 1], [2, 2]],
    [[2, 16, 1, 1], [24, 16, 1, 1], [1, 1], [0, 0]],
    [[1, 1, 5, 5], [1, 1, 5, 5], [1, 1], [0, 0]],
    [[2, 3, 6, 9], [5, 3, 3, 1], [1, 1], [1, 0]],
    [[1, 2, 5, 6], [3, 2, 5, 3], [1, 1], [0, 1]],
    [[1, 2, 4, 3], [2, 2, 1, 1], [1, 1], [1, 1]],
  ];
  for (const [x, w, stride, padding] of rows) {
    yield withGradients(`conv2d [${x}] · [${w}] stride ${stride} padding ${padding}`, (g) =>
      g.add('conv2d', { stride, padding }, [g.floats(...x), g.floats(...w), g.floats(w[0])]),
    );
  }
}

/** Kernels that stand apart, and channels in groups: one channel each, one filter each, several of both. */
function* dilatedAndGroupedConvolutions(): Generator<GeneratedCase> {
  // biome-ignore format: one row a case
  const rows: readonly [Shape, Shape, ConvolutionAttrs][] = [
    [[2, 3, 9, 8], [5, 3, 3, 3], { stride: [1, 1], padding: [2, 2], dilation: [2, 2] }],
    [[1, 16, 11, 9], [24, 16, 3, 3], { stride: [1, 1], padding: [1, 3], dilation: [1, 3] }],
    [[2, 5, 12, 9], [3, 5, 3, 2], { stride: [2, 3], padding: [0, 1], dilation: [3, 2] }],
    [[3, 2, 7, 7], [2, 2, 1, 1], { stride: [2, 2], padding: [0, 0], dilation: [4, 4] }],
    [[1, 1, 5, 5], [1, 1, 3, 3], { stride: [1, 1], padding: [5, 5], dilation: [2, 2] }],
    [[2, 16, 7, 9], [16, 1, 3, 3], { stride: [1, 1], padding: [1, 1], groups: 16 }],
    [[2, 17, 8, 6], [17, 1, 5, 3], { stride: [2, 2], padding: [2, 1], groups: 17 }],
    [[1, 3, 6, 5], [12, 1, 3, 3], { stride: [1, 1], padding: [0, 0], groups: 3 }],
    [[3, 8, 5, 5], [4, 4, 3, 3], { stride: [1, 1], padding: [1, 1], groups: 2 }],
    [[2, 32, 6, 6], [32, 16, 3, 3], { stride: [1, 1], padding: [1, 1], groups: 2 }],
    [[1, 64, 5, 7], [32, 16, 1, 1], { stride: [1, 1], padding: [0, 0], groups: 4 }],
    [[2, 6, 8, 7], [9, 2, 2, 3], { stride: [3, 2], padding: [1, 0], groups: 3 }],
    [[1, 6, 9, 9], [6, 1, 3, 3], { stride: [1, 1], padding: [2, 2], dilation: [2, 2], groups: 6 }],
    [[2, 8, 11, 10], [16, 4, 3, 3], { stride: [2, 2], padding: [3, 1], dilation: [2, 3], groups: 2 }],
  ];
  for (const [x, w, attrs] of rows) {
    for (const hasBias of [true, false]) {
      yield withGradients(`conv2d [${x}] · [${w}] ${JSON.stringify(attrs)} ${hasBias ? 'bias' : ''}`, (g) => {
        const operands = [g.floats(...x), g.floats(...w)];
        return g.add('conv2d', attrs, hasBias ? [...operands, g.floats(w[0])] : operands);
      });
    }
  }
}

/** Two values make many ties: zero and non-zero ones, and negative ones, which padding must not beat. */
function* maximumPools(): Generator<GeneratedCase> {
  // biome-ignore format: windows
  const windows = [window(3, 1, 1), window(3, 2, 1), window(2, 2, 0), window(3, 2, 0), window(3, 3, 1), window(2, 1, 1)];
  // biome-ignore format: shapes
  const shapes: readonly Shape[] = [[1, 3, 7, 7], [2, 5, 8, 5], [3, 17, 6, 9], [1, 1, 3, 3]];
  const ties = [integers(0, 1), integers(1, 2), integers(-2, -1), integers(3, 3), integers(-4, 4)];
  let number = 0;
  for (const attrs of windows) {
    for (const shape of shapes) {
      const { kernel, stride, padding } = attrs;
      const name = `maxPool2d [${shape}] kernel ${kernel} stride ${stride} padding ${padding}, ties ${number % ties.length}`;
      yield withGradients(name, (g) => g.add('maxPool2d', attrs, [g.floats(...shape)]), ties[number++ % ties.length]);
    }
  }
  const overhanging: readonly PoolAttrs[] = [window(3, 2, 0), window(2, 2, 0), window(3, 3, 1), window(3, 2, 1)];
  for (const attrs of overhanging) {
    for (const shape of [
      [2, 5, 8, 6],
      [1, 16, 7, 9],
      [3, 3, 3, 2],
      [2, 32, 6, 6],
    ]) {
      const name = `maxPool2d [${shape}] ${JSON.stringify(attrs)} in ceil mode, ties ${number % ties.length}`;
      const operation: OperationCase<'maxPool2d'> = (g) =>
        g.add('maxPool2d', { ...attrs, ceilMode: true }, [g.floats(...shape)]);
      yield withGradients(name, operation, ties[number++ % ties.length]);
    }
  }
  const lopsided: PoolAttrs = { kernel: [2, 3], stride: [1, 2], padding: [1, 0] };
  yield withGradients(
    'maxPool2d, rows unlike columns',
    (g) => g.add('maxPool2d', lopsided, [g.floats(2, 3, 5, 8)]),
    ties[1],
  );
}

/** Windows of 2ⁿ elements only: where 1/9 is rounded, one bit may differ. */
function* averagePools(): Generator<GeneratedCase> {
  // biome-ignore format: one row a case
  const rows: readonly [Shape, AveragePoolAttrs][] = [
    [[2, 3, 8, 6], window(2, 2, 0)],
    [[1, 17, 7, 5], window(2, 2, 0)],
    [[3, 5, 5, 7], window(2, 1, 0)],
    [[2, 3, 5, 5], window(4, 1, 2)],
    [[1, 2, 9, 9], window(4, 2, 1)],
    [[3, 24, 4, 4], window(4, 1, 0)],
    [[2, 5, 2, 8], { kernel: [2, 8], stride: [1, 1], padding: [0, 0] }],
    [[2, 16, 1, 1], window(1, 1, 0)],
    [[2, 3, 4, 4], window(4, 8, 2)],
    [[2, 5, 7, 5], { ...window(2, 2, 0), ceilMode: true }],
    [[1, 17, 5, 5], { ...window(4, 3, 0), ceilMode: true }],
    [[2, 16, 6, 6], { ...window(4, 3, 1), ceilMode: true }],
    [[2, 3, 5, 6], { ...window(2, 1, 1), countIncludePad: false }],
    [[1, 16, 8, 8], { ...window(4, 2, 2), countIncludePad: false }],
    [[2, 5, 6, 4], { ...window(2, 2, 1), ceilMode: true, countIncludePad: false }],
  ];
  for (const [shape, attrs] of rows) {
    yield withGradients(`averagePool2d [${shape}] ${JSON.stringify(attrs)}`, (g) =>
      g.add('averagePool2d', attrs, [g.floats(...shape)]),
    );
  }
}

function* rearrangements(): Generator<GeneratedCase> {
  const paths = [1, 3, 5, 17];
  yield withGradients('concat of four channels', (g) =>
    g.add(
      'concat',
      { axis: 1 },
      paths.map((c) => g.floats(2, c, 3, 5)),
    ),
  );
  yield withGradients('concat of one', (g) => g.add('concat', { axis: 1 }, [g.floats(2, 3, 2, 2)]));
  yield withGradients('concat of rows', (g) => g.add('concat', { axis: 0 }, [g.floats(1, 5), g.floats(3, 5)]));
  yield withGradients('concat of columns', (g) =>
    g.add('concat', { axis: 3 }, [g.floats(1, 2, 3, 4), g.floats(1, 2, 3, 1)]),
  );
  yield withGradients('slice of channels', (g) =>
    g.add('slice', { axis: 1, start: 3, end: 20 }, [g.floats(3, 24, 3, 2)]),
  );
  yield withGradients('slice of the first row', (g) => g.add('slice', { axis: 0, start: 0, end: 1 }, [g.floats(3, 5)]));
  yield forwardOnly('padSlice at the end', (g) =>
    g.add('padSlice', { axis: 1, start: 4, inputShape: [2, 9, 3] }, [g.floats(2, 5, 3)]),
  );
  yield withGradients('reshape', (g) => g.add('reshape', { shape: [3, 40] }, [g.floats(3, 5, 2, 4)]));
}

/** Statistics over 2ⁿ whole numbers a channel, whose mean and squares float32 holds exactly. */
function* batchStatistics(): Generator<GeneratedCase> {
  for (const shape of [
    [4, 3, 2, 4],
    [2, 16, 4, 4],
    [8, 17],
    [1, 33, 2, 2],
  ]) {
    yield forwardOnly(`batchMean [${shape}]`, (g) => g.add('batchMean', {}, [g.floats(...shape)]));
    yield forwardOnly(`batchVariance [${shape}]`, (g) => g.add('batchVariance', {}, [g.floats(...shape)]));
  }
}

/** All squares are 1 and all windows see as many channels, so that the sum whose power is taken is a power of four. */
function* responseNorms(): Generator<GeneratedCase> {
  const ones: Fill = (name, shape) => integers(0, 1)(name, shape).map((value) => 2 * value - 1);
  // biome-ignore format: one row a case
  const rows: readonly [Shape, LocalResponseNormAttrs][] = [
    [[2, 3, 4, 5], { size: 7, alpha: 35, beta: 0.75, k: 1 }],
    [[1, 3, 7, 6], { size: 5, alpha: 5, beta: 0.5, k: 1 }],
    [[3, 1, 5, 3], { size: 3, alpha: 9, beta: 1, k: 1 }],
    [[2, 2, 9], { size: 4, alpha: 4, beta: 0.5, k: 2 }],
    [[2, 17, 3, 3], { size: 1, alpha: 12, beta: 0.75, k: 4 }],
    [[1, 16, 4, 5], { size: 1, alpha: 3, beta: 1, k: 1 }],
  ];
  for (const [shape, attrs] of rows) {
    yield withGradients(
      `localResponseNorm [${shape}] ${JSON.stringify(attrs)}`,
      (g) => g.add('localResponseNorm', attrs, [g.floats(...shape)]),
      ones,
    );
  }
}

function* sums(): Generator<GeneratedCase> {
  // biome-ignore format: shapes
  const shapes: readonly Shape[] = [[1, 1, 3, 5], [2, 17, 5, 3], [3, 24, 1, 1], [3, 5], [1, 16]];
  for (const shape of shapes) {
    for (const axis of [0, 1] as const) {
      yield forwardOnly(`channelSum [${shape}] of axis ${axis}`, (g) =>
        g.add('channelSum', { axis }, [g.floats(...shape)]),
      );
      yield withGradients(`channelAffine [${shape}] of axis ${axis}`, (g) =>
        g.add('channelAffine', { axis }, [g.floats(...shape), g.floats(shape[axis]), g.floats(shape[axis])]),
      );
    }
  }
  // biome-ignore format: n, c, k
  const sizes: readonly Shape[] = [[1, 17, 10], [2, 24, 3], [3, 1, 5], [3, 400, 16]];
  for (const [n, c, k] of sizes) {
    yield withGradients(`linear [${n},${c}] · [${k},${c}] bias`, (g) =>
      g.add('linear', {}, [g.floats(n, c), g.floats(k, c), g.floats(k)]),
    );
    yield withGradients(`linear [${n},${c}] · [${k},${c}]`, (g) =>
      g.add('linear', {}, [g.floats(n, c), g.floats(k, c)]),
    );
  }
}

function* elementwise(): Generator<GeneratedCase> {
  yield withGradients('leakyRelu', (g) => g.add('leakyRelu', { negativeSlope: 0.25 }, [g.floats(3, 5, 7)]));
  yield withGradients('relu', (g) => g.add('relu', {}, [g.floats(3, 5, 7)]));
  for (const op of ['add', 'subtract', 'multiply'] as const) {
    yield withGradients(op, (g) => g.add(op, {}, [g.floats(3, 17), g.floats(3, 17)]));
    yield withGradients(`${op} by a single number`, (g) => g.add(op, {}, [g.floats(3, 17), g.floats(1)]));
  }
  // Quotients of 1 and 2, and roots of squares, are exact.
  yield withGradients('divide', (g) => g.add('divide', {}, [g.floats(3, 17), g.floats(3, 17)]), integers(1, 2));
  yield withGradients(
    'divide by a single number',
    (g) => g.add('divide', {}, [g.floats(3, 17), g.floats(1)]),
    integers(2, 2),
  );
  yield withGradients(
    'squareRoot',
    (g) => {
      const x = g.floats(3, 17);
      return g.add('squareRoot', {}, [g.add('multiply', {}, [x, x])]);
    },
    integers(1, 4),
  );
  yield withGradients('scale', (g) => g.add('scale', { factor: -0.375 }, [g.floats(3, 17)]));
  yield withGradients('scale with an offset', (g) =>
    g.add('scale', { factor: -0.375, offset: 2.5 }, [g.floats(3, 17)]),
  );
  yield forwardOnly(
    'countCorrect, ties to the first',
    (g) => g.add('countCorrect', {}, [g.floats(24, 3), g.labels(24)]),
    integers(0, 1),
  );
}

const generated = [
  ...convolutions(),
  ...lopsidedConvolutions(),
  ...dilatedAndGroupedConvolutions(),
  ...maximumPools(),
  ...averagePools(),
  ...rearrangements(),
  ...batchStatistics(),
  ...responseNorms(),
  ...sums(),
  ...elementwise(),
];
const recorded = readRecording('ops').cases;

describeEngines(
  'recorded operations',
  (engine) => {
    for (const [number, operation] of recorded.entries()) {
      const { op, exact, output, gradients, inputs } = operation;
      const sizes = Object.values(inputs).map(({ shape }) => `[${shape}]`);
      engine.test(`${number} ${op} ${sizes.join(' · ')} ${exact ? 'to the bit' : ''}`, async (opened) => {
        const graph = forwardAndGradientGraph(asCase(operation));
        const outputs = await runOnce(opened, graph, asInputs(operation));
        // PyTorch's loss is a mean, ours a sum.
        const rows = op === 'cross_entropy' ? inputs.x.shape[0] : 1;
        const actual = Object.fromEntries(
          Object.entries(outputs).map(([name, values]) => [name, values.map((value) => value / rows)] as const),
        );
        const expected = {
          y: output,
          ...Object.fromEntries(Object.values(gradients).map((g, i) => [`gradient.${i}`, g])),
        };
        expect(Object.keys(actual)).toEqual(Object.keys(expected));
        for (const [name, { values }] of Object.entries(expected)) {
          if (exact) expectSame(actual[name], values, name);
          // The expected numbers are float64. 1 − y of a sigmoid near 1 has few digits left in float32.
          else expect(relativeL2(actual[name], values), name).toBeLessThan(1e-6);
        }
      });
    }
  },
  { isExact: true },
);

describeEngines(
  'whole numbers',
  (engine) => {
    for (const { name, graph, fill } of generated) {
      engine.test(name, async (opened) => {
        const inputs = fillInputs(graph, fill);
        expectAllSame(await runOnce(opened, graph, inputs), await runOnReference(graph, inputs), name);
      });
    }
  },
  { isExact: true },
);

describe('the cases', () => {
  it('have names of their own, so that a skip means one', () => {
    expect(new Set(generated.map(({ name }) => name)).size).toBe(generated.length);
  });

  it('would show a gradient that went to the last of equal maxima', async () => {
    const graph = forwardAndGradientGraph((g) => g.add('maxPool2d', window(2, 2, 0), [g.floats(1, 1, 2, 2)]));
    const { 'gradient.0': gradient } = await runOnReference(graph, {
      x0: Float32Array.of(5, 5, 5, 5),
      dy: Float32Array.of(1),
    });
    expect([...gradient]).toEqual([1, 0, 0, 0]);
  });
});

/** The recorded operation in this project's terms. */
function asCase({ op, attributes, inputs }: RecordedOperation): OperationCase<OpName> {
  const { kernel = 1, stride = 1, padding = 0 } = attributes;
  const attrs = window(kernel, stride, padding);
  return (g) => {
    const operands = Object.values(inputs).map(({ shape }) => g.floats(...shape));
    switch (op) {
      case 'conv2d':
        return g.add('conv2d', { stride: attrs.stride, padding: attrs.padding }, operands);
      case 'max_pool2d':
        return g.add('maxPool2d', attrs, operands);
      case 'avg_pool2d':
        return g.add('averagePool2d', attrs, operands);
      case 'cross_entropy':
        return g.add('softmaxCrossEntropy', { labelSmoothing: 0 }, [...operands, g.labels(inputs.x.shape[0])]);
      case 'linear':
      case 'relu':
      case 'sigmoid':
        return g.add(op, {}, operands);
      default:
        throw new Error(`the recording has an operation ${op} that this test does not know`);
    }
  };
}

function asInputs({ inputs, outputGradient, attributes }: RecordedOperation) {
  const operands = Object.values(inputs).map(({ values }, index) => [`x${index}`, Float32Array.from(values)] as const);
  return {
    ...Object.fromEntries(operands),
    labels1: Int32Array.from(attributes.labels ?? []),
    dy: Float32Array.from(outputGradient?.values ?? [1]),
  };
}
