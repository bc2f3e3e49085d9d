// Tensors that are changed where an engine has them: every value is reached, in few pieces, and everything that reads a tensor
// sees the change.
import { expect } from 'vitest';
import { SGD } from '../src/compile/optimizers/sgd.ts';
import { imagesName, labelsName, trainingStep } from '../src/compile/programs.ts';
import type { Engine, Program, Store } from '../src/engines/engine.ts';
import { CrossEntropyLoss } from '../src/nn/index.ts';
import { createModelStore } from '../src/training/model-store.ts';
import { describeEngines } from './support/engines.ts';
import { SmallInception } from './support/small-nets.ts';

const model = new SmallInception({ channels: 1 }).initialize(0);
const graphs = trainingStep({
  model,
  loss: new CrossEntropyLoss(),
  optimizer: new SGD({ learningRate: 0.1 }),
  imageShape: [2, 1, 16, 16],
});
const inputs = {
  [imagesName]: Float32Array.from({ length: 512 }, (_, index) => (index % 7) / 7),
  [labelsName]: Int32Array.of(1, 3),
};

async function openStep(engine: Engine): Promise<{ readonly store: Store; readonly compute: Program }> {
  const store = await createModelStore(engine, model, [graphs.update, graphs.compute]);
  return { store, compute: await engine.compile(graphs.compute, store) };
}

function namesOf(store: Store, kind: string): readonly string[] {
  return store.tensors.filter((tensor) => tensor.kind === kind).map(({ name }) => name);
}

const double = (pieces: readonly Float32Array[]) => {
  for (const piece of pieces) for (let index = 0; index < piece.length; index++) piece[index] *= 2;
};

async function readAll(store: Store): Promise<ReadonlyMap<string, readonly number[]>> {
  const all = new Map<string, readonly number[]>();
  for (const { name } of store.tensors) all.set(name, [...(await store.read(name))]);
  return all;
}

describeEngines('tensors that are modified', ({ test }) => {
  test('have every value changed once, laid out or not', async (engine) => {
    const fresh = await createModelStore(engine, model, [graphs.update, graphs.compute]);
    const { store, compute } = await openStep(engine);
    await compute.run(inputs);
    for (const each of [fresh, store]) {
      const before = await readAll(each);
      const names = each.tensors.map(({ name }) => name);
      await each.modify(names, double);
      for (const [name, values] of await readAll(each))
        expect(values, name).toEqual(before.get(name)?.map((value) => 2 * value));
      expect([...before.values()].flat().some((value) => value !== 0)).toBe(true);
    }
  });

  test('are seen by measures and programs', async (engine) => {
    const { store, compute } = await openStep(engine);
    const parameters = namesOf(store, 'parameter');
    const [magnitude, squares] = [await store.magnitude(parameters), await store.sumOfSquares(parameters)];
    const [loss] = (await compute.run(inputs)).loss;
    await store.modify(parameters, double);
    expect(await store.magnitude(parameters)).toBeCloseTo(2 * magnitude, 5);
    expect((await store.sumOfSquares(parameters)) / squares).toBeCloseTo(4, 5);
    expect(Math.abs((await compute.run(inputs)).loss[0] / loss - 1)).toBeGreaterThan(1e-3);
    await store.modify(parameters.slice(0, 1), ([piece]) => {
      piece[0] = Number.NaN;
    });
    expect(await store.areFinite(parameters)).toBe(false);
  });

  test('of one kind are few pieces, which are the tensors themselves until the change is done', async (engine) => {
    const { store, compute } = await openStep(engine);
    await compute.run(inputs);
    const gradients = namesOf(store, 'interim');
    expect(gradients.length).toBeGreaterThan(20);
    let count = 0;
    await store.modify(gradients, async (pieces) => {
      count = pieces.length;
      for (const piece of pieces) piece.fill(0);
      await Promise.resolve();
      pieces[0].fill(3);
    });
    expect(count).toBe(1);
    expect(await store.read(gradients[0])).toSatisfy((values: Float32Array) => values.every((value) => value === 3));
  });

  test('are the same pieces, each value once, in whatever order and however often they are named', async (engine) => {
    const { store, compute } = await openStep(engine);
    await compute.run(inputs);
    const gradients = namesOf(store, 'interim');
    const [before] = await store.read(gradients[0]);
    const seen: (readonly number[])[] = [];
    for (const names of [gradients, gradients.toReversed(), [...gradients, ...gradients]]) {
      await store.modify(names, (pieces) => {
        seen.push(pieces.map(({ length }) => length));
        double(pieces);
      });
    }
    expect(seen[1]).toEqual(seen[0]);
    expect(seen[2]).toEqual(seen[0]);
    expect(before).not.toBe(0);
    expect((await store.read(gradients[0]))[0]).toBe(8 * before);
  });

  test('are not copied where the engine computes in this process: what a failed change wrote is there', async (engine) => {
    const { store, compute } = await openStep(engine);
    await compute.run(inputs);
    const [gradient] = namesOf(store, 'interim');
    const [before] = await store.read(gradient);
    const failing = store.modify([gradient], ([piece]) => {
      piece[0] = before + 1;
      throw new Error('the network is down');
    });
    await expect(failing).rejects.toThrow('the network is down');
    const isCopied = ['reference', 'webgpu'].includes(engine.name);
    expect((await store.read(gradient)).includes(Math.fround(before + 1))).toBe(!isCopied);
  });

  test('are free again after a change that fails, and are refused by a name that there is not', async (engine) => {
    const { store } = await openStep(engine);
    const [name] = namesOf(store, 'parameter');
    const failing = store.modify([name], () => Promise.reject(new Error('the network is down')));
    await expect(failing).rejects.toThrow('the network is down');
    await expect(store.modify(['nowhere'], double)).rejects.toThrow('the store has no tensor nowhere');
    await store.modify([], (pieces) => expect(pieces).toEqual([]));
    expect(await store.read(name)).toHaveLength(8 * 49);
  });
});
