// Numbers that are no longer finite are noticed before they reach the weights, and their layer is named.
import { expect, it, vi } from 'vitest';
import { Adam } from '../src/compile/optimizers/adam.ts';
import { DataLoader } from '../src/data/loader.ts';
import { DivergenceError } from '../src/errors/divergence-error.ts';
import { NotFiniteError } from '../src/errors/not-finite-error.ts';
import { predictDataset } from '../src/evaluation/predict-dataset.ts';
import { CrossEntropyLoss, type Module } from '../src/nn/index.ts';
import type { TrainingEvent } from '../src/training/events.ts';
import { StepRunner } from '../src/training/step-runner.ts';
import type { TrainingState } from '../src/training/training-state.ts';
import { describeEngines } from './support/engines.ts';
import { OverflowingNet, StatefulNet, SteepNet, TinyNet } from './support/small-nets.ts';
import { createTinyTrainer, type TinyTrainingOptions, tinyDataset } from './support/tiny-training.ts';

async function trainUntilError(model: Module, options: TinyTrainingOptions) {
  const events: TrainingEvent[] = [];
  const states: TrainingState[] = [];
  await using trainer = await createTinyTrainer(model, options);
  trainer.observe((event) => events.push(event));
  trainer.keepCheckpoints({ everySteps: 1, save: (state) => void states.push(state) });
  const error = await trainer.train(2).catch((caught: unknown) => caught);
  if (!(error instanceof DivergenceError)) throw new Error(`did not diverge: ${error}`);
  return { error, events, states };
}

describeEngines('a diverging training', ({ name: engine, test }) => {
  test('names step and layer where a layer overflows, and has updated nothing', async () => {
    const model = new TinyNet().initialize(5);
    // Class 0 wins beyond all bounds, whatever the label.
    model.classifier.weight.data = model.classifier.weight.data.map((_, index) => (index < 8 ? 3e38 : -3e38));
    model.convolution.weight.data = model.convolution.weight.data.map(() => 100);
    const before = model.stateDict();
    const { error, events, states } = await trainUntilError(model, { engine });
    expect(error.message).toMatch(
      /^epoch 1, step 1: the loss is (NaN|Infinity); the first values that are not finite are those of classifier · hint: /,
    );
    expect(events.map(({ kind }) => kind)).toEqual(['start', 'diverged']);
    expect(events[1]).toEqual({ kind: 'diverged', epoch: 1, step: 1, layer: 'classifier' });
    expect(states).toEqual([]);
    expect(model.stateDict()).toEqual(before);
  });

  for (const layer of ['ReLU', 'MaxPool2d'] as const) {
    test(`is noticed before the update though ${layer} may hide it, by what the loss does not show`, async () => {
      const model = new OverflowingNet(layer);
      const before = model.stateDict();
      const { error, events, states } = await trainUntilError(model, { engine });
      expect(error.message).toMatch(
        /^epoch 1, step 1: the loss is \S+; the first values that .* are those of second · /,
      );
      expect(events.at(-1)).toEqual({ kind: 'diverged', epoch: 1, step: 1, layer: 'second' });
      expect(states).toEqual([]);
      expect(model.stateDict()).toEqual(before);
    });

    test(`makes no prediction of ${layer}'s result`, async (opened) => {
      const dataset = tinyDataset('pictures', 3);
      const loader = new DataLoader(dataset, { batchSize: 2, imageSize: 4, shuffle: false });
      const predicted = predictDataset(opened, new OverflowingNet(layer), loader);
      await expect(predicted).rejects.toThrow(NotFiniteError);
      await expect(predicted).rejects.toThrow(
        'pictures, images 1 to 2: nothing can be predicted, the values of second are not finite · hint: ',
      );
    });
  }

  test('is noticed before the update though it is a gradient alone that overflows, and names its layer', async () => {
    const model = new SteepNet();
    const before = model.stateDict();
    const { error, events, states } = await trainUntilError(model, { engine });
    expect(error.message).toMatch(/^epoch 1, step 1: the gradient of layers\.\d\.weight is not finite · hint: /);
    expect(events.at(-1)).toEqual({
      kind: 'diverged',
      epoch: 1,
      step: 1,
      layer: expect.stringMatching(/^layers\.\d$/),
    });
    expect(states).toEqual([]);
    expect(model.stateDict()).toEqual(before);
  });

  test('leaves parameters, buffers and optimizer state as they were where a gradient overflows', async (opened) => {
    const model = new SteepNet();
    const runner = await StepRunner.create(opened, {
      model,
      loss: new CrossEntropyLoss(),
      optimizer: new Adam(),
      imageShape: [1, 4, 4],
      batchSize: 4,
    });
    const batch = new DataLoader(tinyDataset('pictures', 4), { batchSize: 4, imageSize: 4 }).batch(1, 0);
    const before = await runner.readState();
    const { loss, divergence } = await runner.compute(batch, { seed: 0, epoch: 1, firstImage: 0 });
    expect([Number.isFinite(loss), divergence]).toEqual([true, undefined]);
    const found = await runner.update({ learningRate: 0.001, updatesBefore: 0 });
    expect(found?.gradient).toMatch(/^layers\.\d\.weight$/);
    expect(await runner.readState()).toEqual(before);
    await runner.release();
  });

  test('is not looked for because a normalisation has seen many batches', async (opened) => {
    const runner = await StepRunner.create(opened, {
      model: new StatefulNet().initialize(1),
      loss: new CrossEntropyLoss(),
      optimizer: new Adam(),
      imageShape: [1, 4, 4],
      batchSize: 4,
    });
    const state = await runner.readState();
    const seen = { shape: [], kind: 'buffer', data: Float32Array.of(2 ** 120) } as const;
    await runner.writeState(new Map([...state, ['norm.num_batches_tracked', seen]]));
    const compile = vi.spyOn(opened, 'compile');
    const batch = new DataLoader(tinyDataset('pictures', 4), { batchSize: 4, imageSize: 4 }).batch(1, 0);
    expect((await runner.compute(batch, { seed: 0, epoch: 1, firstImage: 0 })).divergence).toBeUndefined();
    // Looking for it compiles the forward pass anew, and takes twice as long as the step.
    expect(compile).not.toHaveBeenCalled();
    await runner.release();
  });

  test('with far too large a learning rate hands out no state that is not finite', async () => {
    const { error, states, events } = await trainUntilError(new TinyNet(), { engine, learningRate: 1e37 });
    expect(error.code).toBe('DIVERGED');
    expect(events.at(-1)?.kind).toBe('diverged');
    for (const { tensors } of states) {
      for (const [name, { data }] of tensors) expect(data.every(Number.isFinite), name).toBe(true);
    }
  });
});

it('a state that is not finite is handed to nobody, though the loss does not show it', async () => {
  const model = new TinyNet().initialize(5);
  // A dead channel: its weights are in no loss, but the weight decay throws them over the largest number.
  const { weight } = model.convolution;
  weight.data = weight.data.map((value, index) => (index < 9 ? -1e29 : value));
  const { error, states } = await trainUntilError(model, { engine: 'reference', learningRate: 1e13 });
  expect(error.message).toContain('epoch 1, step 1: convolution.weight is no longer finite');
  expect(states).toEqual([]);
});
