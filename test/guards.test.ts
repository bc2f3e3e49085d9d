// What goes wrong when training is subtly broken: a first loss far from chance, data that cannot be memorised,
// weights that move although nothing pushes them.
import { describe, expect, it } from 'vitest';
import { SGD } from '../src/compile/optimizers/sgd.ts';
import { evaluationStep, prediction, trainingStep } from '../src/compile/programs.ts';
import { DataLoader } from '../src/data/loader.ts';
import type { Engine } from '../src/engines/engine.ts';
import { GoogLeNet } from '../src/models/googlenet.ts';
import { LeNet } from '../src/models/lenet.ts';
import { CrossEntropyLoss, type Module } from '../src/nn/index.ts';
import { createModelStore } from '../src/training/model-store.ts';
import { expectSame, relativeL2 } from './support/compare.ts';
import { describeEngines, withEngine } from './support/engines.ts';
import { readPictures } from './support/parity-fixtures.ts';
import { CompiledStep, createStepStore } from './support/run-step.ts';
import { SmallInception } from './support/small-nets.ts';

const loss = new CrossEntropyLoss();

async function readBatch(count: number, imageSize: number) {
  const { images, labels } = new DataLoader(await readPictures(), {
    batchSize: count,
    imageSize,
    shuffle: false,
  }).batch(0, 0);
  return { images, labels, imageShape: [count, 1, imageSize, imageSize] };
}

describe('a fresh model', () => {
  /** Loss of a batch, and the root mean square of its logits. */
  async function measure(engine: Engine, model: Module, imageSize: number) {
    const { images, labels, imageShape } = await readBatch(16, imageSize);
    const evaluation = evaluationStep({ model, loss, imageShape });
    const store = await createModelStore(engine, model, [evaluation]);
    const { loss: sum, weight } = await (await engine.compile(evaluation, store)).run({ images, labels });
    const value = sum[0] / weight[0];
    const { logits } = await (await engine.compile(prediction(model, imageShape), store)).run({ images });
    return { loss: value, spread: Math.sqrt(logits.reduce((sum, z) => sum + z * z, 0) / logits.length) };
  }

  // Kaiming keeps the mean square through ReLU layers and the last layer doubles it, so logits are of the size of a
  // pixel, about 1, and not 0: the loss is about ln 10 plus half their mean square, and more for unlucky labels.
  it.each([0, 1, 2])('of GoogLeNet has logits of size 1, and a loss near ln 10 (seed %i)', async (seed) => {
    await withEngine('onnxruntime', async (engine) => {
      const measured = await measure(engine, new GoogLeNet().initialize(seed), 96);
      expect(measured.spread).toBeGreaterThan(0.3);
      expect(measured.spread).toBeLessThan(2);
      expect(measured.loss).toBeGreaterThan(Math.log(10) - 0.5);
      expect(measured.loss).toBeLessThan(Math.log(10) + 1);
    });
  });

  it('of LeNet, whose sigmoids keep logits small, begins at ln 10', async () => {
    await withEngine('onnxruntime', async (engine) => {
      const measured = await measure(engine, new LeNet().initialize(0), 28);
      expect(Math.abs(measured.loss - Math.log(10))).toBeLessThan(0.2);
    });
  });
});

describe('a small Inception net', () => {
  it('learns 64 pictures by heart', async () => {
    await withEngine('onnxruntime', async (engine) => {
      const { images, labels, imageShape } = await readBatch(64, 28);
      const model = new SmallInception({ channels: 1, classes: 10 }).initialize(1);
      const optimizer = new SGD({ learningRate: 0.02, momentum: 0.9 });
      const step = trainingStep({ model, loss, optimizer, imageShape });
      const program = await CompiledStep.compile(engine, step, await createStepStore(engine, model, step));

      let correct = 0;
      for (let count = 0; count < 200 && correct < 64; count++) {
        correct = (await program.run({ images, labels }, optimizer.learningRate)).correct[0];
      }
      expect(correct).toBe(64);
    });
  });
});

describeEngines('a learning rate of zero', (engine) => {
  engine.test('moves no weight, while momentum gathers', async (opened) => {
    const { images, labels, imageShape } = await readBatch(4, 28);
    const model = new SmallInception({ channels: 1, classes: 10 }).initialize(0);
    const optimizer = new SGD({ learningRate: 0, momentum: 0.9, nesterov: true, weightDecay: 0.1 });
    const step = trainingStep({ model, loss, optimizer, imageShape });
    const store = await createStepStore(opened, model, step);
    const program = await CompiledStep.compile(opened, step, store);
    const losses: number[] = [];
    for (let count = 0; count < 3; count++) {
      const outputs = await program.run({ images, labels }, 0);
      losses.push(outputs.loss[0]);
    }
    expect(new Set(losses).size).toBe(1);
    for (const [name, { data }] of model.namedParameters()) {
      expectSame(await store.read(name), data, name);
      const momentum = await store.read(`momentum.${name}`);
      expect(relativeL2(momentum, new Float32Array(momentum.length)), `momentum of ${name}`).toBeGreaterThan(0);
    }
  });
});
