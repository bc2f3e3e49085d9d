import { describe, expect, it } from 'vitest';
import { SGD } from '../compile/optimizer.ts';
import type { ImageDataset } from '../data/dataset.ts';
import { DataLoader } from '../data/loader.ts';
import { LeNet } from '../models/lenet.ts';
import { CrossEntropyLoss } from '../nn/index.ts';
import type { TrainingEvent } from './events.ts';
import { constant, type Schedule } from './schedule.ts';
import { Trainer } from './trainer.ts';

const count = 5;
const dataset: ImageDataset = {
  name: 'five noise images',
  images: Uint8Array.from({ length: count * 28 * 28 }, (_, index) => (index * 7919) % 256),
  labels: Uint8Array.from({ length: count }, (_, index) => index),
  count,
  rows: 28,
  columns: 28,
  classNames: ['a', 'b', 'c', 'd', 'e'],
  sha256: '',
};

function createTrainer(numClasses = 5, schedule: Schedule = constant(0.1)): Trainer {
  const loader = { batchSize: 2, imageSize: 28 };
  return new Trainer({
    model: new LeNet({ numClasses }),
    trainData: new DataLoader(dataset, loader),
    testData: new DataLoader(dataset, { ...loader, shuffle: false }),
    loss: new CrossEntropyLoss(),
    optimizer: new SGD({ learningRate: 0.1 }),
    schedule,
    engine: 'reference',
  });
}

describe('Trainer', () => {
  it('tells of the start, every step, every evaluation, every epoch and the end, in this order', async () => {
    await using trainer = createTrainer();
    const events: TrainingEvent[] = [];
    await trainer.observe((event) => events.push(event)).train(2);
    const epoch = [...Array(3).fill('step'), ...Array(3).fill('evaluationStep'), 'epoch'];
    expect(events.map(({ kind }) => kind)).toEqual(['start', ...epoch, ...epoch, 'end']);
    expect(events.flatMap((event) => (event.kind === 'step' ? [event.images] : []))).toEqual([2, 2, 1, 2, 2, 1]);
  });

  it('asks the schedule for each step, over all epochs', async () => {
    await using trainer = createTrainer(5, (step, totalSteps) => step / totalSteps);
    const rates: number[] = [];
    trainer.observe((event) => {
      if (event.kind === 'step') rates.push(event.learningRate);
    });
    await trainer.train(2);
    expect(rates).toEqual([0, 1, 2, 3, 4, 5].map((step) => step / 6));
  });

  it('counts on where the last call of train ended', async () => {
    await using trainer = createTrainer();
    await trainer.train(1);
    const [second] = await trainer.train(1);
    expect(second).toMatchObject({ epoch: 2, epochs: 2 });
  });

  it('stops after the step that runs', async () => {
    await using trainer = createTrainer();
    const stop = new AbortController();
    const events: TrainingEvent[] = [];
    trainer.observe((event) => {
      events.push(event);
      if (event.kind === 'step' && event.step === 2) stop.abort();
    });
    expect(await trainer.train(3, { signal: stop.signal })).toEqual([]);
    expect(events.map(({ kind }) => kind)).toEqual(['start', 'step', 'step', 'end']);
    expect(events.at(-1)).toMatchObject({ outcome: 'stopped', epochs: 0 });
  });

  it('refuses labels that the model has no class for', async () => {
    await using trainer = createTrainer(4);
    await expect(trainer.train(1)).rejects.toThrow(
      'five noise images has labels up to 4, the model tells 4 classes apart',
    );
  });

  it('refuses to train for no epoch', async () => {
    await using trainer = createTrainer();
    await expect(trainer.train(0)).rejects.toThrow('epochs is 0');
  });
});
