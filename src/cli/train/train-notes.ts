// Options of a training that were given, and that come to nothing or to less than they say.
import type { Invocation } from '../command.ts';
import { uselessEngineOptions } from '../options/engine-options.ts';
import { imagesThereAre } from '../options/image-limits.ts';
import { capped } from '../options/notes.ts';
import type { TrainOptions } from './train-options.ts';

/** Images of a step: there are no more than those to train with, and tests need no more memory than training. */
export function stepImages({ batchSize, limitTrain }: Pick<TrainOptions, 'batchSize' | 'limitTrain'>): number {
  return Math.min(batchSize, limitTrain ?? imagesThereAre('train').most);
}

export function trainNotes(options: TrainOptions, { given }: Invocation): readonly string[] {
  const { lr, epochs, earlyStopping = 0, warmup, batchSize, limitTrain } = options;
  const notes = [...uselessEngineOptions(options, given)];
  const note = (text: string) => void notes.push(text);
  const { most, of } = imagesThereAre('train');
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
  const steps = epochs * Math.ceil((limitTrain ?? most) / stepImages(options));
  if (given.has('warmup') && warmup > steps) {
    note(
      `--warmup is ${warmup}, more than the ${steps} steps of the training: the rate does not reach its first value`,
    );
  }
  return notes;
}
