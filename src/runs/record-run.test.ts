// A training of a program's own, as the studio's follower reads it.
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../test/cli/context.ts';
import { TinyNet } from '../../test/support/small-nets.ts';
import { createTinyTrainer } from '../../test/support/tiny-training.ts';
import { SGD } from '../compile/optimizers/sgd.ts';
import { imageDataset } from '../data/dataset-from-arrays.ts';
import { fashionMnistClasses } from '../data/fashion-mnist/files.ts';
import { DataLoader } from '../data/loader.ts';
import { GoogLeNet } from '../models/googlenet.ts';
import { LeNet } from '../models/lenet.ts';
import { CrossEntropyLoss } from '../nn/loss.ts';
import type { Module } from '../nn/module.ts';
import { RunsFollower } from '../studio/follower/runs-follower.ts';
import { tutorialTask } from '../tasks/task.ts';
import { Trainer } from '../training/opening-trainer.ts';
import { recordRun } from './record-run.ts';
import { readTrainedModel } from './run-weights.ts';
import { taskOfTrainer } from './trainer-task.ts';

const nothing = () => {};

async function followed(runs: string, name: string) {
  const follower = new RunsFollower(runs);
  const watch = follower.watch([name], nothing);
  await follower.lookAtAll();
  const events = [];
  for (let event = watch.next(); event !== undefined; event = watch.next()) events.push(event);
  return events;
}

describe('recordRun', () => {
  it('makes a run that the studio shows, with weights and checkpoints', async () => {
    const runs = temporaryFolder();
    const folder = join(runs, 'mine');
    await using trainer = await createTinyTrainer(new TinyNet(), { engine: 'reference' });
    const epochs = await recordRun(trainer, folder, () => trainer.train(2), { epochs: 2, logEvery: 2 });
    expect(epochs).toHaveLength(2);
    const events = await followed(runs, 'mine');
    const [{ data: overviews }] = events.filter(({ name }) => name === 'runs') as unknown as [
      { data: readonly Record<string, unknown>[] },
    ];
    expect(overviews[0]).toMatchObject({
      id: 'mine',
      status: 'done',
      fault: null,
      model: 'TinyNet',
      dataset: trainer.options.trainData.dataset.name,
      isTutorials: false,
      engine: 'reference',
    });
    expect(JSON.stringify(events.find(({ name }) => name === 'metrics'))).toContain('"epoch":2');
    expect(readdirSync(join(folder, 'weights')).sort()).toEqual(['best.safetensors', 'last.safetensors']);
    expect(readdirSync(folder)).not.toContain('run.lock');
    await expect(recordRun(trainer, folder, () => trainer.train(1))).rejects.toThrow('already holds a run');
  });

  it('says what a network of the library is for, so that its weights can be tried', async () => {
    const folder = join(temporaryFolder(), 'mine');
    const images = new Uint8Array(8 * 28 * 28);
    const labels = Array.from({ length: 8 }, (_, index) => index % 2);
    const dataset = imageDataset({ images, rows: 28, columns: 28, labels, classNames: ['cat', 'dog'], name: 'pets' });
    const normalization = { mean: [0.5], std: [0.25] };
    const data = new DataLoader(dataset, { batchSize: 8, imageSize: 32, normalization });
    const options = { loss: new CrossEntropyLoss(), optimizer: new SGD({ learningRate: 0.01 }) };
    const model = new LeNet({ numClasses: 2, inChannels: 1, imageSize: 32 });
    const trainer = new Trainer({ model, trainData: data, testData: data, ...options });
    await recordRun(trainer, folder, () => trainer.train(1));
    await trainer.close();
    const { task, model: trained } = readTrainedModel(join(folder, 'weights/best.safetensors'), 'best', folder);
    expect(task).toMatchObject({
      model: { name: 'lenet', options: { numClasses: 2, inChannels: 1 } },
      data: { name: 'folder' },
      input: { shape: [1, 32, 32], form: { rows: 28, columns: 28, ground: 'none' }, ...normalization },
      classNames: ['cat', 'dog'],
    });
    expect(trained.stateDict()).toEqual(model.stateDict());
    const [{ data: overviews }] = await followed(dirname(folder), 'mine');
    expect(overviews).toMatchObject([{ model: 'LeNet', dataset: 'pets', isTutorials: false, hasWeights: true }]);
  });

  it('knows Fashion-MNIST by its name, classes and size', async () => {
    const images = new Uint8Array(10 * 28 * 28);
    const labels = Array.from({ length: 10 }, (_, index) => index);
    const classNames = fashionMnistClasses;
    const of = (name: string, model: Module = new GoogLeNet()) => {
      const dataset = imageDataset({ images, rows: 28, columns: 28, labels, classNames, name });
      return taskOfTrainer({ model, trainData: new DataLoader(dataset, { batchSize: 10 }) });
    };
    expect(of('fashion-mnist/train')).toEqual(tutorialTask());
    expect(of('my-fashion/train')).toMatchObject({ data: { name: 'folder' }, input: { form: { ground: 'none' } } });
    class Other extends GoogLeNet {}
    expect(of('fashion-mnist/train', new Other())).toBeUndefined();
    expect(of('fashion-mnist/train', new TinyNet())).toBeUndefined();
  });

  it('records an error of the training, and throws it', async () => {
    const runs = temporaryFolder();
    await using trainer = await createTinyTrainer(new TinyNet(), { engine: 'reference' });
    const failing = recordRun(trainer, join(runs, 'lost'), () => Promise.reject(new Error('no more light')));
    await expect(failing).rejects.toThrow('no more light');
    expect(JSON.stringify(await followed(runs, 'lost'))).toContain('"status":"failed"');
  });
});
