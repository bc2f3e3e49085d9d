// A training with validation images: its epochs are evaluated on these alone, everything that goes by the epochs goes by
// them, and every place that tells of an epoch tells of them.
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { trainTexts } from '../src/cli/train/train-texts.ts';
import { accuracyCurves, lossCurves } from '../src/report/plots/curves.ts';
import { readRunCsv } from '../src/report/read-run-csv.ts';
import { FoundRun } from '../src/runs/found-run.ts';
import { readMetrics } from '../src/runs/read-metrics.ts';
import { RunFolder } from '../src/runs/run-folder.ts';
import { TrainingRun } from '../src/runs/training-run.ts';
import { decodeCheckpoint, encodeCheckpoint } from '../src/training/checkpoint.ts';
import type { EpochEvent } from '../src/training/events.ts';
import type { TrainingState } from '../src/training/training-state.ts';
import { readScalars } from './support/read-events.ts';
import { TinyNet } from './support/small-nets.ts';
import { createTinyTrainer, type TinyTrainingOptions } from './support/tiny-training.ts';

const engine = 'reference';
const validated = { engine, validationImages: 7 } as const;

interface Trained {
  readonly history: readonly EpochEvent[];
  readonly states: readonly TrainingState[];
  readonly evaluationSteps: number;
}

async function train(options: TinyTrainingOptions, { epochs = 3, stopAtStep = 0 } = {}): Promise<Trained> {
  const states: TrainingState[] = [];
  const stop = new AbortController();
  let evaluationSteps = 0;
  await using trainer = await createTinyTrainer(new TinyNet(), options);
  trainer.observe((event) => {
    if (event.kind === 'evaluationStep') evaluationSteps++;
    if (event.kind === 'step' && event.epoch === 2 && event.step === stopAtStep) stop.abort();
  });
  trainer.keepCheckpoints({ save: (state) => void states.push(state) });
  const history = await trainer.train(epochs - (options.resumeFrom?.history.length ?? 0), { signal: stop.signal });
  return { history, states, evaluationSteps };
}

const encode = (state: TrainingState | undefined) =>
  state === undefined ? undefined : encodeCheckpoint({ state, configuration: {} });

describe('a training with validation images', () => {
  it('evaluates each epoch on them alone, and trains as it would without', async () => {
    const { history, states, evaluationSteps } = await train(validated);
    expect(Object.keys(history[0])).toEqual([
      ...['kind', 'epoch', 'trainLoss', 'trainAccuracy', 'valLoss', 'valAccuracy'],
      ...['epochs', 'isBest', 'seconds'],
    ]);
    // Seven images in batches of four.
    expect(evaluationSteps).toBe(3 * 2);
    const tested = await train({ engine });
    expect(states[2].tensors).toEqual(tested.states[2].tensors);
    expect(tested.history[0]).not.toHaveProperty('valLoss');
    // The same images under the other name.
    const swapped = await train({ engine, testImages: 7 });
    expect(history.map(({ valLoss }) => valLoss)).toEqual(swapped.history.map(({ testLoss }) => testLoss));
    expect((await train({ ...validated, testImages: 0 })).history.map(({ valLoss }) => valLoss)).toEqual(
      history.map(({ valLoss }) => valLoss),
    );
  });

  it('says by them which epoch is the best, and ends early by them', async () => {
    const { history } = await train({ ...validated, learningRate: 1.5 }, { epochs: 6 });
    const isBetter = (a: EpochEvent, b: EpochEvent) =>
      Number(a.valAccuracy) > Number(b.valAccuracy) ||
      (a.valAccuracy === b.valAccuracy && Number(a.valLoss) < Number(b.valLoss));
    const best = history.map((epoch, index) => history.slice(0, index).every((before) => isBetter(epoch, before)));
    expect(history.map(({ isBest }) => isBest)).toEqual(best);
    expect(best).toContain(false);
    const early = await train({ ...validated, learningRate: 1.5, earlyStopping: 1 }, { epochs: 6 });
    expect(early.history).toHaveLength(best.indexOf(false) + 1);
  });

  it('resumed in the middle of an epoch, ends with the same bytes', async () => {
    const whole = await train(validated);
    const first = await train(validated, { stopAtStep: 3 });
    const bytes = encode(first.states.at(-1)) as Uint8Array;
    const { state: resumeFrom } = decodeCheckpoint(bytes, 'file');
    expect(resumeFrom.facts).toMatchObject({ testData: 'test', validationData: 'val' });
    const second = await train({ ...validated, resumeFrom });
    expect(encode(second.states.at(-1))).toEqual(encode(whole.states.at(-1)));
  });

  it('goes on with neither other validation images nor without', async () => {
    const [{ states: with_ }, { states: without }] = [
      await train(validated, { epochs: 1 }),
      await train({ engine }, { epochs: 1 }),
    ];
    await expect(train({ engine, resumeFrom: with_[0] })).rejects.toThrow('validationData was val and is none');
    await expect(train({ ...validated, resumeFrom: without[0] })).rejects.toThrow('validationData was none and is val');
    await expect(train({ ...validated, testImages: 0, resumeFrom: with_[0] })).rejects.toThrow(
      'testData was test and is none',
    );
    // As versions that knew no validation wrote it.
    const { validationData: _, ...facts } = without[0].facts;
    await train({ engine, resumeFrom: { ...without[0], facts } });
  });

  it('evaluates the test images when asked to, and else the validation images', async () => {
    await using both = await createTinyTrainer(new TinyNet(), validated);
    await using tested = await createTinyTrainer(new TinyNet(), { engine });
    await using alone = await createTinyTrainer(new TinyNet(), { ...validated, testImages: 0 });
    expect(await both.evaluate()).toEqual(await tested.evaluate());
    expect(await alone.evaluate()).not.toEqual(await tested.evaluate());
  });

  it('needs test images or validation images', async () => {
    await expect(createTinyTrainer(new TinyNet(), { engine, testImages: 0 })).rejects.toThrow(
      'testData is undefined, expected a DataLoader',
    );
  });
});

describe('the run of a training with validation images', () => {
  async function record(folder: RunFolder, epochs: number, dies = false): Promise<void> {
    using found = readdirSync(folder.path).length === 0 ? undefined : FoundRun.open(folder);
    const state = found?.checkpoint?.state;
    const model = new TinyNet();
    await using trainer = await createTinyTrainer(model, { ...validated, ...(state && { resumeFrom: state }) });
    await trainer.open();
    const onWarning = (text: string) => expect(text).toBe('no warning');
    const config = { version: 1, model: 'TinyNet', options: {} } as const;
    const options = { config, logEvery: 3, checkpointEvery: 2, heldOut: 'val', onWarning } as const;
    using run = found === undefined ? TrainingRun.begin(folder, options) : TrainingRun.resume(found, options);
    run.record(trainer, model);
    trainer.observe(({ kind }) => {
      if (dies && kind === 'step') throw new Error('dead');
    });
    const training = trainer.train(epochs - (state?.history.length ?? 0));
    await (dies ? expect(training).rejects.toThrow('dead') : training);
    if (!dies) run.end();
  }

  it('has them in lines, table and events, resumed or not', async () => {
    const folder = new RunFolder(mkdtempSync(join(tmpdir(), 'googlenet-validation-')));
    // Dead before there is a checkpoint, and its table has a heading alone.
    await record(folder, 1, true);
    const heading = 'epoch,train_loss,train_accuracy,val_loss,val_accuracy,seconds';
    expect(readFileSync(folder.table, 'utf8')).toBe(`${heading}\n`);
    await record(folder, 1);
    await record(folder, 2);
    const { epochs, unreadableLines } = readMetrics(folder);
    expect(unreadableLines).toBe(0);
    expect(epochs.map((epoch) => Object.keys(epoch))).toEqual(
      Array(2).fill(['kind', 'epoch', 'trainLoss', 'trainAccuracy', 'valLoss', 'valAccuracy', 'seconds']),
    );
    const table = readFileSync(folder.table, 'utf8').split('\n');
    expect(table[0]).toBe(heading);
    expect(table[2]).toBe(Object.values(epochs[1]).slice(1).join());
    expect(readRunCsv(table.join('\n'), 'metrics.csv')[1].valLoss).toBe(epochs[1].valLoss);
    const tags = Object.keys(readScalars(folder.path)).filter((tag) => !tag.startsWith('batch/'));
    expect(tags).toEqual(['loss/train', 'loss/val', 'accuracy/train', 'accuracy/val']);
  });
});

it('the epoch of a training with validation images is told in both languages, and drawn', async () => {
  const numbers = { epoch: 2, trainLoss: 1, trainAccuracy: 0.5, valLoss: 2, valAccuracy: 0.25 };
  const event = { kind: 'epoch', ...numbers, epochs: 3, isBest: true, seconds: 1 } as const;
  expect(trainTexts.en.epoch(event)).toBe(
    'epoch 002/3 · train loss 1.0000 · train accuracy 50.00 % · val loss 2.0000 · val accuracy 25.00 % · 1.0 s',
  );
  expect(trainTexts.zh.epoch(event)).toBe('002/3 轮,训练损失:1.0000,训练精度:50.00%,验证损失:2.0000,验证精度:25.00%');
  expect(lossCurves([numbers])).toContain('>lowest validation loss 2.0000 · epoch 2<');
  expect(accuracyCurves([numbers], { language: 'zh' })).toContain('>最高验证精度 25.00 % · 第 2 轮<');
  // Compared with a run that was judged by its test images.
  const compared = { name: 'other', epochs: [{ epoch: 1, trainLoss: 2, testLoss: 3 }] };
  const svg = lossCurves([numbers], { compared });
  for (const name of ['validation', 'other, test']) expect(svg).toContain(`>${name}<`);
});
