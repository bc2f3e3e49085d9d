import { afterAll, describe, expect, it } from 'vitest';
import { TinyNet } from '../../test/support/small-nets.ts';
import { createTinyTrainer, tinyDataset } from '../../test/support/tiny-training.ts';
import { SGD } from '../compile/optimizers/sgd.ts';
import type { ImageDataset } from '../data/dataset.ts';
import { DataLoader } from '../data/loader.ts';
import type { Store } from '../engines/engine.ts';
import { openReferenceEngine } from '../engines/reference/reference-engine.ts';
import { LeNet } from '../models/lenet.ts';
import { CrossEntropyLoss } from '../nn/index.ts';
import type { TrainingEvent } from './events.ts';
import { Trainer } from './opening-trainer.ts';
import { constant, type Schedule } from './schedule.ts';
import type { TrainerOptions } from './trainer-options.ts';

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

const engine = openReferenceEngine();
afterAll(() => engine.close());

function createTrainer(numClasses = 5, schedule: Schedule = constant(0.1)): Trainer {
  const loader = { batchSize: 2, imageSize: 28 };
  return new Trainer({
    model: new LeNet({ numClasses }),
    trainData: new DataLoader(dataset, loader),
    testData: new DataLoader(dataset, { ...loader, shuffle: false }),
    loss: new CrossEntropyLoss(),
    optimizer: new SGD({ learningRate: 0.1 }),
    schedule,
    engine,
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

  describe('that is asked for two things at once', () => {
    const activities = {
      train: (trainer: Trainer) => trainer.train(1),
      evaluate: (trainer: Trainer) => trainer.evaluate(),
    } as const;
    const names = Object.keys(activities) as (keyof typeof activities)[];

    it.each(names.flatMap((first) => names.map((second) => [first, second] as const)))(
      'does not %s and %s, but goes on with the first as if nothing were',
      async (first, second) => {
        await using alone = await createTiny();
        const expected = await activities[first](alone);
        await using trainer = await createTiny();
        const running = activities[first](trainer);
        await expect(activities[second](trainer)).rejects.toMatchObject({
          code: 'TRAINER_UNAVAILABLE',
          message: expect.stringContaining(`cannot ${second}: the trainer is asked to ${first} already`),
          hint: `await ${first}() first`,
        });
        expect(withoutTimes(await running)).toEqual(withoutTimes(expected));
        await activities[second](trainer);
      },
    );

    it('opens one engine', async () => {
      await using trainer = createWithoutEngine();
      const [first, second] = await Promise.all([trainer.open(), trainer.open()]);
      expect(second).toBe(first);
    });
  });

  describe('that was disposed', () => {
    it('does nothing more, whether it had an engine or not', async () => {
      const used = await createTiny();
      await used.train(1);
      for (const trainer of [used, await createTiny()]) {
        await trainer[Symbol.asyncDispose]();
        await trainer[Symbol.asyncDispose]();
        for (const call of [() => trainer.train(1), () => trainer.evaluate(), () => trainer.open()]) {
          await expect(call()).rejects.toMatchObject({
            code: 'TRAINER_UNAVAILABLE',
            message: expect.stringContaining('the trainer was disposed'),
            hint: expect.stringContaining('resumeFrom'),
          });
        }
      }
    });

    it.each(['step', 'evaluationStep', 'epoch'])('while it trained ends the training, from a %s', async (moment) => {
      const trainer = await createTiny();
      const disposals: Promise<void>[] = [];
      trainer.observe(({ kind }) => {
        if (kind === moment) disposals.push(trainer[Symbol.asyncDispose]());
      });
      await expect(trainer.train(2)).rejects.toThrow('the trainer was disposed');
      await Promise.all(disposals);
      expect(disposals).toHaveLength(1);
    });

    it('while it opened an engine closes it', async () => {
      const trainer = createWithoutEngine();
      const opening = trainer.open();
      await trainer[Symbol.asyncDispose]();
      await expect((await opening).createStore([])).rejects.toThrow('engine is closed');
    });

    it('leaves the engine that it was given open, and nothing on it', async () => {
      const stores: Store[] = [];
      await using shared = openReferenceEngine();
      const create = shared.createStore.bind(shared);
      shared.createStore = async (tensors) => {
        const store = await create(tensors);
        stores.push(store);
        return store;
      };
      const results = [];
      for (const _ of ['first', 'second']) {
        await using trainer = createWithoutEngine({ engine: shared });
        expect(await trainer.open()).toBe(shared);
        results.push(withoutTimes(await trainer.train(1)));
      }
      expect(results[1]).toEqual(results[0]);
      expect(stores).toHaveLength(2);
      for (const store of stores) await expect(store.read('classifier.bias')).rejects.toThrow('the store is released');
    });

    it('from a checkpoint that is being saved ends the training', async () => {
      const trainer = await createTiny();
      trainer.keepCheckpoints({ everySteps: 1, save: () => trainer[Symbol.asyncDispose]() });
      await expect(trainer.train(1)).rejects.toThrow('the trainer was disposed');
    });
  });

  it('refuses a learning rate of the schedule that is none', async () => {
    await using trainer = createTrainer(5, (step) => (step === 1 ? Number.NaN : 0.1));
    await expect(trainer.train(1)).rejects.toThrow("the schedule's learning rate of step 1 is NaN, expected a number");
  });
});

function createTiny(): Promise<Trainer> {
  return createTinyTrainer(new TinyNet(), { engine: 'reference' });
}

/** A trainer that opens its own engine unless one is given. */
function createWithoutEngine(options: Pick<TrainerOptions, 'engine'> = {}): Trainer {
  const data = new DataLoader(tinyDataset('test', 9), { batchSize: 4, imageSize: 4, shuffle: false });
  return new Trainer({
    model: new TinyNet(),
    trainData: data,
    testData: data,
    loss: new CrossEntropyLoss(),
    optimizer: new SGD({ learningRate: 0.1 }),
    ...options,
  });
}

function withoutTimes(result: unknown): unknown {
  return JSON.parse(JSON.stringify(result, (key, value) => (key === 'seconds' ? undefined : value)));
}
