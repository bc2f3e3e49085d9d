// What options of a training mean that were left out: the tutorial's, or for pictures of one's own what learns something
// from a few hundred of them.
import type { Augmentation } from '../../images/augmentation.ts';
import { type Fit, fits } from '../../images/image-form.ts';
import { models } from '../../models/model-table.ts';
import { stepsPerEpoch } from '../../training/steps-per-epoch.ts';
import type { NormalizationName } from './train-input.ts';
import { optimizerDefaults } from './train-optimizer.ts';
import type { TrainOptions, TypedTrainOptions } from './train-options.ts';
import type { ScheduleName } from './train-schedule.ts';

interface Defaults {
  readonly batchSize: number;
  readonly lr: number;
  readonly momentum: number;
  readonly nesterov: boolean;
  readonly schedule: ScheduleName;
  readonly normalize: NormalizationName;
  readonly augment: Augmentation;
  readonly fit: Fit;
}

export const tutorialDefaults = {
  epochs: 30,
  batchSize: 128,
  lr: 0.005,
  momentum: 0,
  nesterov: false,
  schedule: 'constant',
  normalize: 'none',
  augment: 'none',
  fit: fits[0],
} as const satisfies Defaults & { readonly epochs: number };

export const ownDefaults = {
  batchSize: 32,
  lr: 0.01,
  momentum: 0.9,
  nesterov: true,
  schedule: 'one-cycle',
  normalize: 'dataset',
  augment: 'basic',
  fit: 'crop',
} as const satisfies Defaults;

/** A training of one's own pictures has at least so many steps, and so many epochs. */
export const leastSteps = 2000;
const leastEpochs = 3;

/** The number of epochs may depend on how many images there are. */
export type PlannedOptions = Omit<TrainOptions, 'epochs'> & Pick<TypedTrainOptions, 'epochs'>;

export function withDefaults(typed: TypedTrainOptions): PlannedOptions {
  const ofData: Defaults = typed.data === undefined ? tutorialDefaults : ownDefaults;
  const defaults = { ...ofData, ...optimizerDefaults[typed.optimizer] };
  const given = Object.fromEntries(Object.entries(typed).filter(([, value]) => value !== undefined));
  const imageSize = typed.imageSize ?? models[typed.model].imageSize;
  const all = { ...typed, ...defaults, imageSize, ...given };
  // A flag that was not given is false, and momentum may have been switched off.
  return { ...all, nesterov: typed.nesterov || (defaults.nesterov && all.momentum > 0) };
}

/** @param images to train with */
export function defaultEpochs({ data, batchSize, accumulate }: PlannedOptions, images: number): number {
  if (data === undefined) return tutorialDefaults.epochs;
  return Math.max(leastEpochs, Math.ceil(leastSteps / stepsPerEpoch(Math.ceil(images / batchSize), accumulate)));
}

/** For the help. */
export function shownDefault(key: keyof Defaults): string {
  return `(default: ${tutorialDefaults[key]}; with --data ${ownDefaults[key]})`;
}
