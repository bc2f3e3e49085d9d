// Options of a training that were given, and that come to nothing or to less than they say.

import { imagesOf, type OpenedData } from '../../data/dataset-table.ts';
import type { Part } from '../../metrics/metric-table.ts';
import { countOf } from '../../metrics/print-count.ts';
import { stepsPerEpoch } from '../../training/steps-per-epoch.ts';
import type { Invocation } from '../command.ts';
import { uselessEngineOptions } from '../options/engine-options.ts';
import { capped, type NoteListener } from '../options/notes.ts';
import { longName } from '../options/options.ts';
import { onlyForTeams } from './team-options.ts';
import { defaultEpochs, type WithDefaults } from './train-defaults.ts';
import { onlyForSgd } from './train-optimizer.ts';
import { onlyForFolders, type TrainOptions, type TypedTrainOptions, trainOptions } from './train-options.ts';

type StepLimits = Pick<TrainOptions, 'batchSize' | 'limitTrain'>;

/** Images of a step: there are no more than those to train with, and tests need no more memory than training. */
export function stepImages({ batchSize, limitTrain }: StepLimits, data: OpenedData): number {
  return Math.min(batchSize, limitTrain ?? imagesOf(data, 'train').most);
}

/** Limits above what there is become that, saying so; the number of epochs may depend on how many images there are. */
export function resolved(
  options: WithDefaults<TypedTrainOptions>,
  data: OpenedData,
  onNote: NoteListener,
): TrainOptions {
  const limit = (name: string, value: number | undefined, part: Part) =>
    value === undefined ? undefined : capped(name, value, imagesOf(data, part), onNote);
  const limitTrain = limit('--limit-train', options.limitTrain, 'train');
  const limitTest = limit('--limit-test', options.limitTest, 'test');
  const epochs = options.epochs ?? defaultEpochs(options, limitTrain ?? imagesOf(data, 'train').most);
  return { ...options, limitTrain, limitTest, epochs };
}

export function trainNotes(
  options: TrainOptions,
  data: OpenedData,
  { given, processes }: Pick<Invocation, 'given'> & { readonly processes: number },
): readonly string[] {
  const { lr, epochs, earlyStopping = 0, warmup, batchSize, accumulate, optimizer, weightDecay, limitTrain } = options;
  const notes = [...uselessEngineOptions(options, given)];
  const note = (text: string) => void notes.push(text);
  const { most, of } = imagesOf(data, 'train');
  if (given.has('batchSize')) {
    capped(
      '--batch-size',
      batchSize,
      { most: limitTrain ?? most, of: limitTrain ? 'the images to train with' : of },
      note,
    );
  }
  if (options.data === undefined) {
    for (const key of onlyForFolders) {
      if (given.has(key)) note(`${longName(trainOptions, key)} has no effect without --data`);
    }
  } else if (given.has('dataset')) note('--dataset has no effect with --data');
  const batches = Math.ceil((limitTrain ?? most) / stepImages(options, data));
  if (given.has('accumulate')) {
    capped('--accumulate', accumulate, { most: batches, of: 'the batches of an epoch' }, note);
  }
  if (optimizer !== 'sgd') {
    for (const key of onlyForSgd) {
      if (given.has(key)) note(`${longName(trainOptions, key)} has no effect with --optimizer ${optimizer}`);
    }
  }
  if (given.has('biasDecay') && weightDecay === 0) note('--no-bias-decay has no effect without --weight-decay');
  if (processes === 1) {
    for (const key of onlyForTeams) {
      if (given.has(key)) note(`${longName(trainOptions, key)} has no effect on one process by itself`);
    }
  } else if (options.scaleLr !== undefined) note(`--scale-lr makes the learning rate ${lr}`);
  if (given.has('lr') && lr === 0) note('--lr is 0: nothing is learned');
  if (given.has('earlyStopping') && earlyStopping >= epochs) {
    note(`--early-stopping has no effect on ${countOf(epochs, 'epoch')}`);
  }
  const steps = epochs * stepsPerEpoch(batches, accumulate);
  if (given.has('warmup') && warmup > steps) {
    note(
      `--warmup is ${warmup}, more than the ${countOf(steps, 'step')} of the training: the rate does not reach its first value`,
    );
  }
  return notes;
}
