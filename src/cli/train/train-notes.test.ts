import { availableParallelism } from 'node:os';
import { describe, expect, it } from 'vitest';
import { tinyDataset } from '../../../test/support/tiny-training.ts';
import { openData } from '../../data/dataset-table.ts';
import { openEngine } from '../../engines/open-engine.ts';
import { createTaskModel, tutorialTask } from '../../tasks/task.ts';
import { parseOptions } from '../options/options.ts';
import { defaultEpochs, withDefaults } from './train-defaults.ts';
import { resolved, stepImages, trainNotes } from './train-notes.ts';
import { trainOptions } from './train-options.ts';
import { createTrainer } from './train-setup.ts';

const task = tutorialTask('googlenet', 8);
const data = await openData(task.data, { seed: 0 }, {});

/** As `googlenet train` reads and tells it. */
function read(line: string) {
  const given = new Map(
    line.split(' ').map((pair) => {
      const [key, value] = pair.split('=');
      return [key, ['true', 'false'].includes(value) ? value === 'true' : value] as const;
    }),
  );
  const notes: string[] = [];
  const onNote = (text: string) => notes.push(text);
  const typed = withDefaults(parseOptions(trainOptions, Object.fromEntries(given), { onNote }));
  const options = resolved(typed, data, onNote);
  notes.push(...trainNotes(options, data, { given, processes: 1 }));
  return { options, notes };
}

describe('counts above what there is', () => {
  it('are capped, and said', () => {
    const { options, notes } = read('threads=100000 limitTrain=60001 limitTest=10001');
    expect(options).toMatchObject({ threads: availableParallelism(), limitTrain: 60_000, limitTest: 10_000 });
    expect(notes).toEqual([
      `--threads is 100000, more than the cores of this machine: taken as ${availableParallelism()}`,
      '--limit-train is 60001, more than the training images that there are: taken as 60000',
      '--limit-test is 10001, more than the test images that there are: taken as 10000',
    ]);
  });

  it('cap the images of a step, those of the tests too', async () => {
    const { options, notes } = read('batchSize=1e9 limitTrain=4 limitTest=8 imageSize=8 threads=1');
    expect(notes).toEqual(['--batch-size is 1000000000, more than the images to train with: taken as 4']);
    expect(stepImages(options, data)).toBe(4);
    const datasets = { trainSet: tinyDataset('train', 4), heldOutSet: tinyDataset('test', 8) };
    await using engine = await openEngine('auto', { threads: 1 });
    const parts = {
      model: createTaskModel(task),
      heldOut: 'test' as const,
      input: task.input,
      datasets,
      engine,
      resumeFrom: undefined,
      group: undefined,
    };
    await using trainer = createTrainer({ ...options, stepImages: stepImages(options, data) }, parts);
    const steps: number[] = [];
    trainer.observe((event) => {
      if (event.kind === 'evaluationStep') steps.push(event.steps);
    });
    await trainer.evaluate();
    expect(steps).toEqual([2, 2]);
  });

  it('that are defaults are capped without a word', () => {
    expect(read('limitTrain=4').notes).toEqual([]);
    expect(stepImages(read('limitTrain=4').options, data)).toBe(4);
  });
});

it('options without effect, or with less than they say, are named', () => {
  expect(read('engine=reference threads=1 onednn=x lr=0 epochs=2 earlyStopping=2').notes).toEqual([
    '--threads has no effect on the engine reference, which computes on one thread',
    '--onednn has no effect on the engine reference',
    '--lr is 0: nothing is learned',
    '--early-stopping has no effect on 2 epochs',
  ]);
  expect(read('epochs=1 limitTrain=256 warmup=3').notes).toEqual([
    '--warmup is 3, more than the 2 steps of the training: the rate does not reach its first value',
  ]);
  expect(read('epochs=3 earlyStopping=2 limitTrain=256 warmup=2 batchSize=256').notes).toEqual([]);
});

it('options of another optimizer, or for a decay that there is not, are named', () => {
  expect(read('optimizer=adam momentum=0.9 nesterov=true lr=0.1 biasDecay=false limitTrain=512').notes).toEqual([
    '--momentum has no effect with --optimizer adam',
    '--nesterov has no effect with --optimizer adam',
    '--no-bias-decay has no effect without --weight-decay',
  ]);
  expect(read('optimizer=adamw biasDecay=false').notes).toEqual([]);
});

it('steps of several batches are counted as steps', () => {
  expect(read('epochs=2 limitTrain=1280 accumulate=4 warmup=7').notes).toEqual([
    '--warmup is 7, more than the 6 steps of the training: the rate does not reach its first value',
  ]);
  expect(read('epochs=2 limitTrain=256 accumulate=3').notes).toEqual([
    '--accumulate is 3, more than the batches of an epoch: taken as 2',
  ]);
  const photos = { ...read('limitTrain=320').options, data: 'photos', batchSize: 32 };
  expect([1, 4].map((accumulate) => defaultEpochs({ ...photos, accumulate }, 320))).toEqual([200, 667]);
});
