// The options of commands that make a network of their own: which one, for what images and classes.
import { largestSide } from '../../images/resize.ts';
import { type ModelChoice, type ModelName, modelNames, models } from '../../models/model-table.ts';
import { choice, wholeNumber } from './option-values.ts';
import { option } from './options.ts';

export const modelOption = () =>
  option('--model <name>', `the network: ${modelNames.join(', ')}`, choice(modelNames).default('googlenet'));

export const channelsOption = () =>
  option('--channels <1|3>', 'of the images: 1 is grey, 3 colour', wholeNumber({ least: 1, most: 3 }).default(1));

export const classesOption = () =>
  option('--classes <count>', 'that the network tells apart', wholeNumber({ least: 1 }).default(10));

export const sizeOption = () =>
  option(
    '--image-size <pixels>',
    "rows and columns of the images (default: the network's usual ones)",
    wholeNumber({ least: 1, most: largestSide }).optional(),
  );

export interface ChosenModel {
  readonly model: ModelName;
  readonly channels: number;
  readonly classes: number;
  readonly imageSize?: number | undefined;
}

export function modelChoice({ model: name, channels, classes }: ChosenModel): ModelChoice {
  return { name, options: { numClasses: classes, inChannels: channels } };
}

/** Of one image: [C, S, S]. */
export function chosenShape({ model, channels, imageSize = models[model].imageSize }: ChosenModel) {
  return [channels, imageSize, imageSize] as const;
}
