// Options of a training that were given, and that come to nothing or to less than they say.

import { imagesOf, type OpenedData } from '../../data/dataset-table.ts';
import type { Invocation } from '../command.ts';
import { uselessEngineOptions } from '../options/engine-options.ts';
import { capped, type NoteListener } from '../options/notes.ts';
import type { TrainOptions } from './train-options.ts';

type ImageLimits = Pick<TrainOptions, 'limitTrain' | 'limitTest'>;
type StepLimits = Pick<TrainOptions, 'batchSize' | 'limitTrain'>;

/** Images of a step: there are no more than those to train with, and tests need no more memory than training. */
export function stepImages({ batchSize, limitTrain }: StepLimits, data: OpenedData): number {
  return Math.min(batchSize, limitTrain ?? imagesOf(data, 'train').most);
}

/** Limits above what there is become that, saying so. */
export function cappedLimits<Limits extends ImageLimits>(
  options: Limits,
  data: OpenedData,
  onNote: NoteListener,
): Limits {
  const { limitTrain, limitTest } = options;
  return {
    ...options,
    ...(limitTrain === undefined
      ? {}
      : { limitTrain: capped('--limit-train', limitTrain, imagesOf(data, 'train'), onNote) }),
    ...(limitTest === undefined
      ? {}
      : { limitTest: capped('--limit-test', limitTest, imagesOf(data, 'test'), onNote) }),
  };
}

/** @param options with limits that were capped */
export function trainNotes(options: TrainOptions, data: OpenedData, { given }: Invocation): readonly string[] {
  const { lr, epochs, earlyStopping = 0, warmup, batchSize, limitTrain } = options;
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
  if (given.has('lr') && lr === 0) note('--lr is 0: nothing is learned');
  if (given.has('earlyStopping') && earlyStopping >= epochs) {
    note(`--early-stopping has no effect on ${epochs === 1 ? 'one epoch' : `${epochs} epochs`}`);
  }
  const steps = epochs * Math.ceil((limitTrain ?? most) / stepImages(options, data));
  if (given.has('warmup') && warmup > steps) {
    note(
      `--warmup is ${warmup}, more than the ${steps} steps of the training: the rate does not reach its first value`,
    );
  }
  return notes;
}
