// One suite for every engine: what the contract of src/engines/engine.ts promises, and numbers like the reference's.
import { expect } from 'vitest';
import { Adam, AdamW } from '../src/compile/optimizers/adam.ts';
import type { Optimizer } from '../src/compile/optimizers/optimizer.ts';
import { SGD } from '../src/compile/optimizers/sgd.ts';
import {
  evaluationStep,
  gradientStep,
  imagesName,
  labelsName,
  prediction,
  trainingForward,
  trainingStep,
} from '../src/compile/programs.ts';
import { gradientScaleName, learningRateName } from '../src/compile/update-graph.ts';
import type { Engine, RunInputs, RunOutputs, Store } from '../src/engines/engine.ts';
import { openReferenceEngine } from '../src/engines/reference/reference-engine.ts';
import { EngineError } from '../src/errors/engine-error.ts';
import { type Graph, graphInputs } from '../src/graph/graph.ts';
import type { Node } from '../src/graph/node.ts';
import type { OpName } from '../src/graph/op-attrs.ts';
import type { Shape } from '../src/graph/shape.ts';
import { LeNet } from '../src/models/lenet.ts';
import { CrossEntropyLoss, type Module } from '../src/nn/index.ts';
import { createModelStore } from '../src/training/model-store.ts';
import { CaseGraph, forwardGraph } from './support/case-graph.ts';
import { expectAllSame, expectClose, expectSame, relativeL2 } from './support/compare.ts';
import { describeEngines } from './support/engines.ts';
import { nearestTie } from './support/nearest-tie.ts';
import { operationCases } from './support/operation-cases.ts';
import { copyOutputs, readStore, runOnce, runOnReference } from './support/run-graph.ts';
import { CompiledStep, createStepStore } from './support/run-step.ts';
import { NormalisedNet, SmallInception, WindowNet } from './support/small-nets.ts';
import { fillInputs, normals } from './support/values.ts';

describeEngines('operations', (engine) => {
  for (const [op, cases] of Object.entries(operationCases)) {
    for (const [index, operation] of cases.entries()) {
      engine.test(`${op} ${index}`, async (opened) => {
        const graph = forwardGraph<OpName>(operation);
        const inputs = fillInputs(graph, normals);
        expect(graph.outputs.get('y')?.op).toBe(op);
        expectClose(await runOnce(opened, graph, inputs), await runOnReference(graph, inputs), engine.tolerance, op);
      });
    }
  }
});

interface Net {
  readonly name: string;
  readonly create: () => Module;
  /** Without the batch axis. */
  readonly image: Shape;
  /** Rate at which four steps move the weights well but do not diverge. */
  readonly learningRate: number;
}

const nets: readonly Net[] = [
  { name: 'LeNet', create: () => new LeNet(), image: [1, 28, 28], learningRate: 0.5 },
  { name: 'SmallInception', create: () => new SmallInception(), image: [3, 24, 21], learningRate: 0.005 },
  { name: 'WindowNet', create: () => new WindowNet(), image: [3, 19, 24], learningRate: 0.1 },
  { name: 'NormalisedNet', create: () => new NormalisedNet(), image: [3, 10, 9], learningRate: 0.05 },
];

const nesterov = { momentum: 0.9, nesterov: true, weightDecay: 0.01 };
/** Epsilon is so large that rounding does not decide the first updates, which move each element by about the rate. */
const adam = { learningRate: 0.001, epsilon: 1e-3 };
/** Biases learn faster, and weights are decayed otherwise. */
const groups = [
  { names: ['*.bias'], learningRateFactor: 2 },
  { names: ['*.weight'], weightDecay: 0.1 },
];

const optimizers: Readonly<Record<string, (learningRate: number) => Optimizer>> = {
  'plain SGD': (learningRate) => new SGD({ learningRate }),
  momentum: (learningRate) => new SGD({ learningRate, momentum: 0.9 }),
  'Nesterov momentum and weight decay': (learningRate) => new SGD({ learningRate, ...nesterov }),
  Adam: () => new Adam(adam),
  'Adam with weight decay': () => new Adam({ ...adam, weightDecay: 0.1 }),
  AdamW: () => new AdamW({ ...adam, weightDecay: 0.1 }),
  'Nesterov momentum in groups': (learningRate) => new SGD({ learningRate, ...nesterov, groups }),
  'AdamW in groups': () => new AdamW({ ...adam, groups, decayBiases: false }),
};

/** One net moves by each optimizer; the others show that their own tensors are moved at all, in the two ways that differ most. */
const ofEveryNet = new Set(['Nesterov momentum and weight decay', 'AdamW in groups']);

const loss = new CrossEntropyLoss();

function inputsOf({ image }: Net, step: number, batch: number, draw = 0): RunInputs {
  const labels = Int32Array.from({ length: batch }, (_, row) => (3 * row + step) % 5);
  return { [imagesName]: normals(`images ${step}, draw ${draw}`, [batch, ...image]), [labelsName]: labels };
}

interface Trained {
  readonly outputs: readonly RunOutputs[];
  readonly state: Readonly<Record<string, Float32Array>>;
}

/** Many times what rounding adds up to on the way through a net. */
const farFromTies = 1e-5;

async function drawWithoutTies(engine: Engine, store: Store, forward: Graph, net: Net, step: number): Promise<number> {
  const [batch] = graphInputs(forward).find(({ attrs }) => attrs.name === imagesName)?.shape ?? [];
  let draw = 0;
  while ((await nearestTie(engine, store, forward, inputsOf(net, step, batch, draw))) < farFromTies) draw++;
  return draw;
}

/**
 * Trains from seed 1, a step for each batch size, with one program for each size over one store.
 * @param draws of each step's images; default: the first on which nothing is decided by rounding
 */
async function train(
  engine: Engine,
  net: Net,
  batches: readonly number[],
  optimizer: Optimizer,
  draws?: readonly number[],
) {
  const model = net.create().initialize(1);
  const stepOf = (batch: number) => trainingStep({ model, loss, optimizer, imageShape: [batch, ...net.image] });
  const store = await createStepStore(engine, model, stepOf(batches[0]));
  const programs = new Map<number, CompiledStep>();
  const outputs: RunOutputs[] = [];
  const drawn: number[] = [];
  for (const [step, batch] of batches.entries()) {
    const forward = trainingForward({ model, loss, imageShape: [batch, ...net.image] });
    const draw = draws?.[step] ?? (await drawWithoutTies(engine, store, forward, net, step));
    drawn.push(draw);
    const program = programs.get(batch) ?? (await CompiledStep.compile(engine, stepOf(batch), store, optimizer));
    programs.set(batch, program);
    outputs.push(await program.run(inputsOf(net, step, batch, draw), optimizer.learningRate, step + 1));
  }
  const trained: Trained = { outputs, state: await readStore(store) };
  return { model, trained, drawn };
}

/** What the oracle comes to, once for all engines. */
const oracle = new Map<string, ReturnType<typeof train>>();

function trainOracle(kind: string, net: Net, batches: readonly number[], optimizer: Optimizer) {
  const key = `${net.name} ${kind}`;
  const known = oracle.get(key) ?? train(openReferenceEngine(), net, batches, optimizer);
  oracle.set(key, known);
  return known;
}

describeEngines('nets', (engine) => {
  for (const net of nets) {
    const { name, create, image } = net;

    engine.test(`${name}: predictions, loss and every gradient`, async (opened) => {
      const model = create().initialize(1);
      const graph = gradientStep({ model, loss, imageShape: [3, ...image] });
      const logits = prediction(model, [3, ...image]);
      const forward = trainingForward({ model, loss, imageShape: [3, ...image] });
      const reference = openReferenceEngine();
      const known = await createModelStore(reference, model, [forward]);
      const inputs = inputsOf(net, 0, 3, await drawWithoutTies(reference, known, forward, net, 0));
      const run = async (on: Engine) => {
        const store = await createModelStore(on, model, [graph]);
        const gradients = copyOutputs(await (await on.compile(graph, store)).run(inputs));
        const { images } = inputs;
        return { ...gradients, ...copyOutputs(await (await on.compile(logits, store)).run({ images })) };
      };
      const expected = await run(reference);
      expect(Object.keys(expected)).toHaveLength(4 + [...model.namedParameters()].length);
      // Errors of each layer add up; the deepest gradients are the farthest.
      expectClose(await run(opened), expected, 10 * engine.tolerance, name);
    });

    for (const [kind, createOptimizer] of Object.entries(optimizers)) {
      if (name !== 'SmallInception' && !ofEveryNet.has(kind)) continue;
      engine.test(`${name}: four steps of ${kind}, the last batch short`, async (opened) => {
        const batches = [4, 4, 4, 3];
        const optimizer = createOptimizer(net.learningRate);
        const { trained: expected, drawn } = await trainOracle(kind, net, batches, optimizer);
        const { trained, model } = await train(opened, net, batches, optimizer, drawn);
        for (const [step, outputs] of expected.outputs.entries()) {
          expectClose(trained.outputs[step], outputs, 10 * engine.tolerance, `step ${step}`);
        }
        expect(Object.keys(trained.state)).toEqual(Object.keys(expected.state));
        for (const [tensor, values] of Object.entries(expected.state)) {
          expect(relativeL2(trained.state[tensor], values), tensor).toBeLessThanOrEqual(10 * engine.tolerance);
        }
        for (const [parameter, { data }] of model.namedParameters()) {
          expect(relativeL2(trained.state[parameter], data), `${parameter} moved`).toBeGreaterThan(1e-5);
        }
      });
    }

    engine.test(`${name}: the same to the bit each time`, async (opened) => {
      const options = new SGD({ learningRate: net.learningRate, ...nesterov });
      const { trained: first } = await train(opened, net, [4, 3], options, [0, 0]);
      const { trained: second } = await train(opened, net, [4, 3], options, [0, 0]);
      for (const [step, outputs] of first.outputs.entries())
        expectAllSame(second.outputs[step], outputs, `step ${step}`);
      expectAllSame(second.state, first.state, 'state');
    });
  }
});

describeEngines('state', (engine) => {
  const shape = [3, 2];
  const values = normals('state', shape);

  engine.test('starts as zeros', async (opened) => {
    const store = await opened.createStore([{ name: 'p', shape, kind: 'parameter' }]);
    expect(store.tensors).toEqual([{ name: 'p', shape, kind: 'parameter' }]);
    expectSame(await store.read('p'), new Float32Array(6), 'p');
  });

  engine.test('reads back what was written, as copies', async (opened) => {
    const store = await opened.createStore([{ name: 'p', shape, kind: 'parameter' }]);
    const written = values.slice();
    await store.write('p', written);
    written.fill(0);
    expectSame(await store.read('p'), values, 'after the written array changed');
    (await store.read('p')).fill(0);
    expectSame(await store.read('p'), values, 'after the array that was read changed');
  });

  engine.test('refuses names and sizes that it does not have', async (opened) => {
    const store = await opened.createStore([{ name: 'p', shape, kind: 'parameter' }]);
    await expect(store.read('q')).rejects.toThrow(EngineError);
    await expect(store.write('q', values)).rejects.toThrow(EngineError);
    await expect(store.write('p', values.subarray(1))).rejects.toThrow(EngineError);
    await expect(store.write('p', new Float32Array(7))).rejects.toThrow(EngineError);
    expectSame(await store.read('p'), new Float32Array(6), 'p');
  });

  engine.test('is updated at once, from the values before the step', async (opened) => {
    const graph = new CaseGraph('parameter');
    const [a, b]: readonly Node[] = [graph.floats(...shape), graph.floats(...shape)];
    const outputs = new Map<string, Node>([['sum', graph.add('add', {}, [a, b])]]);
    const updates = new Map<string, Node>().set('x0', b).set('x1', a);
    const swap = graph.build('swap', outputs, updates);
    const store = await opened.createStore(['x0', 'x1'].map((name) => ({ name, shape, kind: 'parameter' })));
    await store.write('x0', values);
    const program = await opened.compile(swap, store);
    expectSame((await program.run({})).sum, values, 'sum');
    expectSame(await store.read('x0'), new Float32Array(6), 'x0');
    expectSame(await store.read('x1'), values, 'x1');
    const twice = values.map((value) => 2 * value);
    await store.write('x0', twice);
    await program.run({});
    expectSame(await store.read('x0'), values, 'x0 after a write and another step');
    expectSame(await store.read('x1'), twice, 'x1 after a write and another step');
  });

  engine.test('can be written by one program and read by another', async (opened) => {
    const values2 = normals('left', shape);
    const type = { shape, dtype: 'float32' } as const;
    const leaving = new CaseGraph();
    const x = leaving.input('x', 'data', type);
    leaving.input('left', 'interim', type, { like: 'p' });
    const double: Node = leaving.add('scale', { factor: 2 }, [x]);
    const leave = leaving.build('leave', new Map([['double', double]]), new Map([['left', double]]));
    const taking = new CaseGraph();
    const [p, left] = [taking.input('p', 'parameter', type), taking.input('left', 'interim', type, { like: 'p' })];
    const take = taking.build('take', new Map(), new Map([['p', taking.add('add', {}, [p, left]) as Node]]));
    const store = await opened.createStore([
      { name: 'p', shape, kind: 'parameter' },
      { name: 'left', shape, kind: 'interim', like: 'p' },
    ]);
    await store.write('p', values);
    const [first, second] = [await opened.compile(leave, store), await opened.compile(take, store)];
    const twice = values2.map((value) => 2 * value);
    for (let run = 1; run <= 2; run++) {
      expectSame((await first.run({ x: values2 })).double, twice, 'output');
      expectSame(await store.read('left'), twice, 'left');
      await second.run({});
      const sum = values.map((value, index) => (run === 1 ? value : Math.fround(value + twice[index])) + twice[index]);
      expectSame(await store.read('p'), sum, `p after ${run}`);
    }
  });

  engine.test('says whether all of it is finite, its largest magnitude, and the sum of its squares', async (opened) => {
    // The last one fills memory in which they lie side by side up to sixteen numbers more than twice 2¹⁸, by which it is looked at.
    const sizes = { small: [3], large: [40, 17, 5], huge: [2 ** 19 - 3408] };
    const tensors = Object.entries(sizes).map(([name, each]) => ({ name, shape: each, kind: 'parameter' as const }));
    const store = await opened.createStore(tensors);
    const names = Object.keys(sizes);
    // Used by a program, so that an engine has laid them out.
    const graph = new CaseGraph();
    const updates = new Map(
      tensors.map(({ name, shape: each }) => {
        const input = graph.input(name, 'parameter', { shape: each, dtype: 'float32' });
        return [name, graph.add('scale', { factor: 1 }, [input]) as Node] as const;
      }),
    );
    await (await opened.compile(graph.build('keep', new Map(), updates), store)).run({});
    let squares = 0;
    for (const { name, shape: each } of tensors) {
      const numbers = normals(name, each);
      squares += numbers.reduce((sum, value) => sum + value * value, 0);
      await store.write(name, numbers);
    }
    expect(await store.areFinite(names)).toBe(true);
    for (const { name, shape: each } of tensors) {
      const numbers = normals(name, each);
      for (const extreme of [100, -200]) {
        await store.write(name, numbers.with(numbers.length - 1, extreme));
        expect(await store.magnitude([...names])).toBe(Math.abs(extreme));
      }
      await store.write(name, numbers);
    }
    expect(Math.abs((await store.sumOfSquares(names)) / squares - 1)).toBeLessThan(1e-6);
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      for (const { name, shape: each } of tensors) {
        const good = normals(name, each);
        await store.write(name, good.with(good.length - 1, bad));
        expect(await store.areFinite(names), `${bad} in ${name}`).toBe(false);
        expect(Number.isFinite(await store.sumOfSquares(names)), `${bad} in ${name}`).toBe(false);
        expect(Number.isFinite(await store.magnitude([...names])), `${bad} in ${name}`).toBe(false);
        await store.write(name, good);
      }
    }
    await expect(store.areFinite(['nobody'])).rejects.toThrow(EngineError);
    await expect(store.sumOfSquares(['nobody'])).rejects.toThrow(EngineError);
  });

  engine.test('is shared by programs, and an evaluation leaves it alone', async (opened) => {
    const net = nets[1];
    const model = net.create().initialize(1);
    const optimizer = new SGD({ learningRate: net.learningRate, momentum: 0.9 });
    const imageShape = [2, ...net.image];
    const step = trainingStep({ model, loss, optimizer, imageShape });
    const store = await createStepStore(opened, model, step);
    const training = await CompiledStep.compile(opened, step, store);
    const evaluation = await opened.compile(evaluationStep({ model, loss, imageShape }), store);
    const evaluate = async () => {
      const outputs = copyOutputs(await evaluation.run(inputsOf(net, 0, 2)));
      return { ...outputs, loss: Float32Array.of(outputs.loss[0] / outputs.weight[0]) };
    };

    const before = await evaluate();
    const trained = await training.run(inputsOf(net, 0, 2), net.learningRate);
    expectClose(trained, before, 10 * engine.tolerance, 'the loss of a step is that before its update');
    const state = await readStore(store);
    const after = await evaluate();
    expect(after.loss[0]).toBeLessThan(before.loss[0]);
    expectAllSame(await readStore(store), state, 'state');

    for (const [name, { data }] of model.namedParameters()) await store.write(name, data);
    expectAllSame(await evaluate(), before, 'with the first weights again');
  });
});

describeEngines('errors', (engine) => {
  const net = nets[1];
  const model = net.create().initialize(1);
  const imageShape = [2, ...net.image];
  const optimizer = new SGD({ learningRate: 0.1 });
  const step = trainingStep({ model, loss, optimizer, imageShape });
  const good = inputsOf(net, 0, 2);
  const scalars = { [learningRateName]: Float32Array.of(0.1), [gradientScaleName]: Float32Array.of(0.5) };

  const badInputs: Readonly<Record<string, readonly [program: 'compute' | 'update', message: string, RunInputs]>> = {
    'a missing input': ['compute', 'images is missing', { labels: good.labels }],
    'labels that are not int32': ['compute', 'labels must be int32', { ...good, labels: Float32Array.of(0, 1) }],
    'images that are not float32': [
      'compute',
      'images must be float32',
      { ...good, images: new Int32Array(good.images.length) },
    ],
    'images of another batch size': [
      'compute',
      'expected [2,3,24,21]',
      { ...good, images: new Float32Array(3 * 3 * 24 * 21) },
    ],
    'a learning rate of two numbers': [
      'update',
      'learningRate has 2 elements',
      { ...scalars, learningRate: Float32Array.of(1, 2) },
    ],
  };
  for (const [name, [which, message, inputs]] of Object.entries(badInputs)) {
    engine.test(`${name}, and the state stays as it was`, async (opened) => {
      const store = await createStepStore(opened, model, step);
      const program = await CompiledStep.compile(opened, step, store);
      await expect(program[which].run(inputs)).rejects.toThrow(EngineError);
      await expect(program[which].run(inputs)).rejects.toThrow(message);
      for (const [parameter, { data }] of model.namedParameters()) {
        expectSame(await store.read(parameter), data, parameter);
      }
      expect((await program.run(good, 0.1)).loss[0]).toBeGreaterThan(0);
    });
  }

  engine.test('a store that lacks a parameter, or holds it in another shape', async (opened) => {
    const tensors = (await createStepStore(opened, model, step)).tensors;
    const lacking = await opened.createStore(tensors.slice(1));
    const { compute } = step;
    await expect(opened.compile(compute, lacking)).rejects.toThrow(EngineError);
    await expect(opened.compile(compute, lacking)).rejects.toThrow(
      'model.0.weight, a parameter [8,3,7,7], is not in the store',
    );
    const turned = tensors.map((tensor) => ({ ...tensor, shape: tensor.shape.toReversed() }));
    await expect(opened.compile(compute, await opened.createStore(turned))).rejects.toThrow(EngineError);
    const buffers = tensors.map((tensor) => ({ ...tensor, kind: 'buffer' as const }));
    await expect(opened.compile(compute, await opened.createStore(buffers))).rejects.toThrow(EngineError);
  });
});
