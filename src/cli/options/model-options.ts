// The options of commands that make a network of their own: which one, for what images and classes.
import { z } from 'zod';
import { largestSide } from '../../images/resize.ts';
import {
  chooseModel,
  largestWidth,
  type ModelChoice,
  type ModelName,
  modelNames,
  models,
  type OwnOption,
  widthStep,
} from '../../models/model-table.ts';
import { choice, multiple, wholeNumber } from './option-values.ts';
import { option } from './options.ts';
import { UsageError, type UsageProblem } from './usage-error.ts';

const ownFlags: { readonly [Key in OwnOption]: string } = { width: '--width', heads: '--no-heads' };

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

export const widthOption = () =>
  option(
    '--width <factor>',
    `of ${namesWith('width')}: multiplies the filters of the convolutions, e.g. 0.25 (default: 1)`,
    multiple({ of: widthStep, most: largestWidth, shown: '1/64' }).optional(),
  );

export const headsOption = () =>
  option(
    '--no-heads',
    `of ${namesWith('heads')}: without the auxiliary heads, which are there in training alone`,
    z.boolean().default(true),
  );

/** A network with those of its options that not every network has, as they were typed. */
export interface ChosenNetwork {
  readonly model: ModelName;
  readonly width?: number | undefined;
  readonly heads: boolean;
}

export interface ChosenModel extends ChosenNetwork {
  readonly channels: number;
  readonly classes: number;
  readonly imageSize?: number | undefined;
}

/** What was typed that is for other networks alone, and what is wrong with it, to be read behind the option's name. */
export function foreignOptions({ model, width, heads }: ChosenNetwork) {
  const { options } = models[model];
  const typed = [...(width === undefined ? [] : (['width'] as const)), ...(heads ? [] : (['heads'] as const))];
  return typed
    .filter((key) => !options.includes(key))
    .map((key) => ({
      key,
      problem: `is not for --model ${model}`,
      hint: `leave it out, or give --model ${namesWith(key).replace(' and ', ' or ')}`,
    }));
}

/** @throws UsageError for an option that the network does not have */
export function modelChoice({ channels, classes, ...chosen }: ChosenModel): ModelChoice {
  const problems = foreignOptions(chosen).map(({ key, problem, hint }): UsageProblem => {
    return { code: 'INVALID_OPTION', message: `${ownFlags[key]} ${problem}`, hint };
  });
  if (problems.length > 0) throw new UsageError(problems);
  return chooseModel(chosen.model, { ...chosen, numClasses: classes, inChannels: channels });
}

/** Shape of one image: [C, S, S]. */
export function chosenShape({ model, channels, imageSize = models[model].imageSize }: ChosenModel) {
  return [channels, imageSize, imageSize] as const;
}

function namesWith(key: OwnOption): string {
  return modelNames.filter((name) => models[name].options.includes(key)).join(' and ');
}
