// Refuses labels beyond the model's classes, which would train on nothing.
import { prediction } from '../compile/programs.ts';
import { OptionError } from '../errors/option-error.ts';
import type { TrainerOptions } from './trainer-options.ts';

/** @throws OptionError naming the dataset and its largest label */
export function requireFittingLabels({ model, trainData, testData }: TrainerOptions): void {
  const { imageSize } = trainData;
  const classes = prediction(model, [1, 1, imageSize, imageSize]).outputs.get('logits')?.shape.at(-1) ?? 0;
  for (const { dataset } of [trainData, testData]) {
    const largest = dataset.labels.reduce((maximum, label) => Math.max(maximum, label), 0);
    if (largest < classes) continue;
    throw new OptionError(`${dataset.name} has labels up to ${largest}, the model tells ${classes} classes apart`, {
      hint: `build the model for at least ${largest + 1} classes`,
    });
  }
}
