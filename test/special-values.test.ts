// What NaN and infinity become, operation by operation. An engine may spread what is not finite (a window that is laid on
// padding, Winograd's tiles), but not drop it: where the reference's result is not finite, an engine's is not. Where a
// library does drop it, the table below says so, and `compile/overflow-watch.ts` is what notices: test/divergence.test.ts.
import { describe, expect, it } from 'vitest';
import type { RunInputs } from '../src/engines/engine.ts';
import type { EngineName } from '../src/engines/open-engine.ts';
import { openReferenceEngine } from '../src/engines/reference/reference-engine.ts';
import type { Graph } from '../src/graph/graph.ts';
import type { OpName } from '../src/graph/op-attrs.ts';
import { type CaseGraph, forwardAndGradientGraph, forwardGraph, type OperationCase } from './support/case-graph.ts';
import { describeEngines } from './support/engines.ts';
import { operationCases } from './support/operation-cases.ts';
import { runOnReference } from './support/run-graph.ts';
import { fillInputs, normals } from './support/values.ts';

const [nan, inf] = [Number.NaN, Number.POSITIVE_INFINITY];
const specials = [nan, inf, -inf];

/** Which of the special values an operation may make finite, and why. */
const mayDrop: { readonly [K in EngineName]: { readonly [O in OpName]?: readonly [readonly number[], string] } } = {
  reference: {},
  onnxruntime: {
    maxPool2d: [[nan, -inf], 'its maximum begins at the lowest finite number, and a comparison with NaN is false'],
    largest: [[nan, -inf], 'NaN is passed over by definition'],
  },
  webgpu: {},
  wasm: { largest: [[nan], 'NaN is passed over by definition'] },
  onednn: {
    relu: [specials, 'the larger of NaN and 0 is 0; two infinities make NaN in the convolution before'],
    maxPool2d: [[nan, -inf], 'its maximum begins at the lowest finite number, and a comparison with NaN is false'],
    largest: [[nan, -inf], 'NaN is passed over by definition'],
    softmaxCrossEntropyGradient: [[nan, inf], 'the largest logit is found without NaN; the loss shows it'],
  },
};

/** Rows in which every element is compared where both are finite: not gradients, which may go to another maximum. */
const isForward = (op: string) => !op.endsWith('Gradient') && op !== 'countCorrect';

interface Row {
  readonly what: string;
  readonly special: number;
  readonly inputs: RunInputs;
  readonly expected: Float32Array;
}

/** A special value in the middle of each operand, and NaN all over it. Made once, since the reference is slow. */
const rowsOf = new Map<Graph, Promise<readonly Row[]>>();

async function makeRows(graph: Graph): Promise<readonly Row[]> {
  const reference = openReferenceEngine();
  const program = await reference.compile(graph, await reference.createStore([]));
  const given = fillInputs(graph, normals);
  const rows: Row[] = [];
  for (const [name, values] of Object.entries(given)) {
    if (!(values instanceof Float32Array)) continue;
    const middle = Math.floor(values.length / 2);
    const changed = [
      ...specials.map((special) => [`${special} in ${name}`, special, values.with(middle, special)] as const),
      [`NaN all over ${name}`, nan, new Float32Array(values.length).fill(nan)] as const,
    ];
    for (const [what, special, operand] of changed) {
      const inputs = { ...given, [name]: operand };
      rows.push({ what, special, inputs, expected: (await program.run(inputs)).y });
    }
  }
  return rows;
}

const graphs = Object.entries(operationCases).map(
  ([op, cases]) => [op as OpName, cases.map((operation) => forwardGraph<OpName>(operation))] as const,
);

describeEngines(
  'NaN and infinity',
  (engine) => {
    for (const [op, cases] of graphs) {
      if (op === 'constant') continue;
      const dropped: readonly number[] = mayDrop[engine.name][op]?.[0] ?? [];
      engine.test(op, async (opened) => {
        for (const [number, graph] of cases.entries()) {
          const rows = rowsOf.get(graph) ?? makeRows(graph);
          rowsOf.set(graph, rows);
          const program = await opened.compile(graph, await opened.createStore([]));
          for (const { what, special, inputs, expected } of await rows) {
            const { y } = await program.run(inputs);
            const wrong = expected.findIndex((value, index) => {
              if (!Number.isFinite(value)) return Number.isFinite(y[index]) && !dropped.includes(special);
              return (
                isForward(op) && Number.isFinite(y[index]) && Math.abs(y[index] - value) > 1e-4 * (1 + Math.abs(value))
              );
            });
            const seen = wrong < 0 ? '' : `element ${wrong} is ${y[wrong]}, not ${expected[wrong]}`;
            expect(seen, `case ${number}, ${what}`).toBe('');
          }
        }
      });
    }
  },
  { without: 'reference' },
);

interface Meaning {
  readonly operation: OperationCase<OpName>;
  readonly inputs: Readonly<Record<string, readonly number[]>>;
  readonly y: readonly number[];
  /** For a dy of 1, 2, 3, … */
  readonly dx?: readonly number[];
}

const window = { kernel: [1, 2], stride: [1, 2], padding: [0, 0] } as const;
const logits = (z: readonly number[]) => ({ x0: z, labels1: [0] });

/** As PyTorch 1.13 has it. */
const meanings: Readonly<Record<string, Meaning>> = {
  'the ReLU': {
    operation: (g) => g.add('relu', {}, [g.floats(4)]),
    inputs: { x0: [nan, inf, -inf, -1] },
    y: [nan, inf, 0, 0],
    dx: [1, 2, 0, 0],
  },
  'the sigmoid': { operation: (g) => g.add('sigmoid', {}, [g.floats(3)]), inputs: { x0: specials }, y: [nan, 1, 0] },
  'the hyperbolic tangent': {
    operation: (g) => g.add('tanh', {}, [g.floats(3)]),
    inputs: { x0: specials },
    y: [nan, 1, -1],
    dx: [nan, 0, 0],
  },
  'the leaky ReLU': {
    operation: (g) => g.add('leakyRelu', { negativeSlope: 0.5 }, [g.floats(5)]),
    inputs: { x0: [nan, inf, -inf, 0, -2] },
    y: [nan, inf, -inf, 0, -1],
    dx: [0.5, 2, 1.5, 2, 2.5],
  },
  'the GELU': {
    operation: (g) => g.add('gelu', { approximate: 'none' }, [g.floats(3)]),
    inputs: { x0: specials },
    y: [nan, inf, nan],
  },
  'the response norm': {
    operation: (g) => g.add('localResponseNorm', { size: 1, alpha: 1, beta: 0.75, k: 1 }, [g.floats(1, 3, 1)]),
    inputs: { x0: specials },
    y: [nan, nan, nan],
  },
  'the square root': {
    operation: (g) => g.add('squareRoot', {}, [g.floats(5)]),
    inputs: { x0: [nan, inf, -inf, -1, 0] },
    y: [nan, inf, nan, nan, 0],
    dx: [nan, 0, nan, nan, inf],
  },
  'the quotient': {
    operation: (g) => g.add('divide', {}, [g.floats(4), g.floats(4)]),
    inputs: { x0: [1, 0, inf, 1], x1: [0, 0, inf, inf] },
    y: [inf, nan, nan, 0],
  },
  'the maximum': {
    operation: (g) => g.add('maxPool2d', window, [g.floats(1, 1, 1, 8)]),
    inputs: { x0: [nan, 1, 1, nan, -inf, -inf, -inf, 3] },
    y: [nan, nan, -inf, 3],
    dx: [1, 0, 0, 2, 3, 0, 0, 4],
  },
  'the mean': {
    operation: (g) => g.add('averagePool2d', window, [g.floats(1, 1, 1, 6)]),
    inputs: { x0: [nan, 1, inf, 1, inf, -inf] },
    y: [nan, inf, nan],
  },
  'products with zero': {
    operation: (g) => g.add('linear', {}, [g.floats(1, 2), g.floats(2, 2)]),
    inputs: { x0: [inf, 1], x1: [0, 1, 1, 1] },
    y: [nan, inf],
  },
  'the loss of NaN': { operation: lossOf, inputs: logits([0, nan]), y: [nan], dx: [nan, nan] },
  'the loss of infinity': { operation: lossOf, inputs: logits([inf, 0]), y: [nan] },
  'the loss of a class that is impossible': { operation: lossOf, inputs: logits([-inf, 0]), y: [inf] },
  'the loss beside a class that is impossible': { operation: lossOf, inputs: logits([0, -inf]), y: [0], dx: [0, 0] },
  'the predicted class': {
    operation: (g) => g.add('countCorrect', {}, [g.floats(1, 2), g.labels(1)]),
    inputs: logits([nan, inf]),
    y: [1],
  },
};

function lossOf(g: CaseGraph) {
  return g.add('softmaxCrossEntropy', { labelSmoothing: 0 }, [g.floats(1, 2), g.labels(1)]);
}

describe('the reference gives NaN and infinity their meaning in PyTorch', () => {
  it.each(Object.entries(meanings))('%s', async (_, { operation, inputs, y, dx }) => {
    const graph = dx === undefined ? forwardGraph(operation) : forwardAndGradientGraph(operation);
    const given = Object.entries(inputs).map(([name, values]) => [
      name,
      name.startsWith('labels') ? Int32Array.from(values) : Float32Array.from(values),
    ]);
    const dy = Float32Array.from(y, (_, index) => index + 1);
    const outputs = await runOnReference(graph, { ...Object.fromEntries(given), ...(dx === undefined ? {} : { dy }) });
    expect([...outputs.y]).toEqual(y);
    if (dx !== undefined) expect([...outputs['gradient.0']]).toEqual(dx);
  });
});
