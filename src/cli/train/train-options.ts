// The options of `googlenet train`.
import { z } from 'zod';
import { type DatasetName, datasetNames } from '../../data/dataset-table.ts';
import { augmentations } from '../../images/augmentation.ts';
import { fits } from '../../images/image-form.ts';
import { modelNames } from '../../models/model-table.ts';
import { deviceOption, engineOption, onednnOption, precisionOption, threadsOption } from '../options/engine-options.ts';
import { languageOption } from '../options/language-option.ts';
import { foreignOptions, headsOption, sizeOption, widthOption } from '../options/model-options.ts';
import {
  choice,
  colour,
  flag,
  folder,
  number,
  path,
  stepsOrEpoch,
  wholeNumber,
  word,
} from '../options/option-values.ts';
import { option } from '../options/options.ts';
import type { RecipeOptions } from './recipes/recipe.ts';
import { recipeNames } from './recipes/recipe-table.ts';
import { teamOptions } from './team-options.ts';
import { defaultRecipe, defaultsOf, leastSteps, shownDefault, withDefaults } from './train-defaults.ts';
import { normalizations } from './train-input.ts';
import { optimizerDefaults, optimizerNames } from './train-optimizer.ts';
import { scheduleNames } from './train-schedule.ts';

/** Datasets that are found by their name alone. */
const named = datasetNames.filter((name): name is Exclude<DatasetName, 'folder'> => name !== 'folder');
const atLeastOne = () => wholeNumber({ least: 1 });

/** Options on how pictures become images; the images of other datasets are used as they are. */
export const onlyForFolders = ['channels', 'fit', 'background', 'cacheLimit'] as const;

/** A run's place, and what is for one start alone: not taken over from the config.json of another run. */
export const ofRunAlone = ['run', 'resume', 'force', 'studio'] as const;

/** Options that say what may change in a run that goes on. */
export const onlyForResume = ['holdSchedule', 'stretchSchedule', 'allowEngineChange', 'force'] as const;

export const trainOptions = z
  .object({
    data: option(
      '--data <folder>',
      'train on pictures of your own: DIR/CLASS/*, or DIR/{train,val|valid,test}/CLASS/*; folders in a class are looked ' +
        'through, links followed, hidden files left out, classes sorted, as torchvision does; nothing is written there',
      folder('a folder').optional(),
    ),
    recipe: option(
      '--recipe <name>',
      `options that go well together: ${recipeNames.join(', ')} (see googlenet recipes; default: ${recipeNames[0]}; with --data ${defaultRecipe('DIR')})`,
      choice(recipeNames).optional(),
    ),
    config: option(
      '--config <file>',
      'options from a JSON or YAML file, by their names in config.json, or from the config.json of a run, which repeats it; what is typed counts more',
      path('a file').optional(),
    ),
    dataset: option('--dataset <name>', `without --data: ${named.join(', ')}`, choice(named).default('fashion-mnist')),
    model: option(
      '--model <name>',
      `the network: ${modelNames.join(', ')} ${shownDefault('model')}`,
      choice(modelNames).optional(),
    ),
    imageSize: sizeOption(),
    width: widthOption(),
    heads: headsOption(),
    channels: option(
      '--channels <1|3>',
      'with --data: 1 makes the pictures grey, 3 keeps colours (default: 3)',
      choice(['1', '3']).optional(),
    ),
    fit: option(
      '--fit <name>',
      `with --data, how a picture fills the square: ${fits.join(', ')} (default: ${defaultsOf({ data: 'DIR' }).fit})`,
      choice(fits).optional(),
    ),
    background: option(
      '--background <colour>',
      'with --data, what shows through transparent pictures, e.g. #ffffff',
      colour().default('#ffffff'),
    ),
    normalize: option(
      '--normalize <name>',
      `subtract a mean and divide by a deviation: ${normalizations.join(', ')} ${shownDefault('normalize')}`,
      choice(normalizations).optional(),
    ),
    augment: option(
      '--augment <name>',
      `vary training images; basic: shifts and mirror images; mild: smaller shifts; erasing: a rectangle blotted out too ${shownDefault('augment')}`,
      choice(augmentations).optional(),
    ),
    valSplit: option(
      '--val-split <share>',
      'of the training images, chosen by the seed, to find the best epoch by (default: 0.2 of DIR/CLASS/*, else 0)',
      number({ least: 0, below: 1 }).optional(),
    ),
    epochs: option(
      '--epochs <count>',
      `passes over the training images ${shownDefault('epochs').replace(')', `; with --data as many as make ${leastSteps} steps)`)}`,
      atLeastOne().optional(),
    ),
    batchSize: option(
      '--batch-size <images>',
      `images of a batch ${shownDefault('batchSize')}`,
      atLeastOne().optional(),
    ),
    accumulate: option(
      '--accumulate <batches>',
      `batches of a step: the step of one large batch, in the memory of a small one ${shownDefault('accumulate')}`,
      atLeastOne().optional(),
    ),
    optimizer: option(
      '--optimizer <name>',
      `what moves the weights: ${optimizerNames.join(', ')} ${shownDefault('optimizer')}`,
      choice(optimizerNames).optional(),
    ),
    lr: option(
      '--lr <rate>',
      `learning rate ${shownDefault('lr').replace(')', `; with adam and adamw ${optimizerDefaults.adam.lr})`)}`,
      number({ least: 0 }).optional(),
    ),
    momentum: option(
      '--momentum <factor>',
      `momentum of SGD ${shownDefault('momentum')}`,
      number({ least: 0, below: 1 }).optional(),
    ),
    nesterov: option(
      '--nesterov',
      `look-ahead momentum (needs --momentum) ${shownDefault('nesterov')}`,
      z.boolean().optional(),
      { opposite: '--no-nesterov' },
    ),
    weightDecay: option(
      '--weight-decay <factor>',
      `L2 penalty; of adamw, what is taken off the weights beside (default: 0; with adamw ${optimizerDefaults.adamw.weightDecay})`,
      number({ least: 0 }).optional(),
    ),
    biasDecay: option(
      '--no-bias-decay',
      'no weight decay for biases and the factors of normalisations',
      z.boolean().optional(),
      { opposite: '--bias-decay' },
    ),
    clipNorm: option(
      '--clip-norm <norm>',
      'shorten the gradient of a step, all parameters together, to this norm where it is longer',
      number({ above: 0 }).optional(),
    ),
    emaDecay: option(
      '--ema-decay <factor>',
      'keep an average of the weights, with so much of it kept at each step, e.g. 0.999; it is judged and saved in their place',
      number({ least: 0, below: 1 }).optional(),
    ),
    labelSmoothing: option(
      '--label-smoothing <share>',
      `of each label that is given to all classes alike ${shownDefault('labelSmoothing')}`,
      number({ least: 0, below: 1 }).optional(),
    ),
    classWeights: option(
      '--class-weights',
      'let every class count the same in the loss, however many training images it has',
      flag(),
    ),
    schedule: option(
      '--schedule <name>',
      `how the learning rate goes: ${scheduleNames.join(', ')} ${shownDefault('schedule')}`,
      choice(scheduleNames).optional(),
    ),
    warmup: option(
      '--warmup <steps>',
      `steps in which the learning rate rises to its first value ${shownDefault('warmup')}`,
      wholeNumber({ least: 0 }).optional(),
    ),
    scheduleEpochs: option(
      '--schedule-epochs <count>',
      'epochs that the schedule is laid out for; behind them its last rate stays (default: --epochs)',
      atLeastOne().optional(),
    ),
    earlyStopping: option(
      '--early-stopping <epochs>',
      'end after so many epochs without a better one',
      atLeastOne().optional(),
    ),
    seed: option('--seed <number>', 'of first weights and shuffling', wholeNumber({ least: 0 }).default(0)),
    engine: engineOption(),
    device: deviceOption(),
    onednn: onednnOption(),
    precision: precisionOption(),
    threads: threadsOption(),
    ...teamOptions,
    limitTrain: option(
      '--limit-train <images>',
      'train on the first so many images only; of a folder, on so many of all classes',
      atLeastOne().optional(),
    ),
    limitTest: option('--limit-test <images>', 'the same for the test images', atLeastOne().optional()),
    shuffle: option('--no-shuffle', 'keep the order of the dataset', z.boolean().default(true)),
    init: option(
      '--init <RUN|FILE>',
      'begin with the weights of a run, a .safetensors file or a checkpoint; the last layer is drawn anew for other classes',
      path('a run folder or a file').optional(),
    ),
    freeze: option(
      '--freeze <pattern>',
      "keep tensors as they are whose names fit, e.g. 'model.[0-7].*'; * is any characters, [0-7] one of them",
      word('a pattern').optional(),
    ),
    cacheLimit: option(
      '--cache-limit <gigabytes>',
      'with --data: size of the cache of decoded pictures, of which the oldest go',
      number({ least: 0 }).default(20),
    ),
    run: option(
      '--run <folder>',
      'where the results go (default: runs/googlenet-1, -2, …)',
      folder('a folder').optional(),
    ),
    resume: option('--resume <folder>', 'go on with the run in this folder', folder('a folder').optional()),
    holdSchedule: option(
      '--hold-schedule',
      'with --resume and other --epochs: keep the planned learning rates, and stay at the last one behind them',
      flag(),
    ),
    stretchSchedule: option(
      '--stretch-schedule',
      'with --resume and other --epochs: lay the schedule out anew; the learning rate jumps',
      flag(),
    ),
    allowEngineChange: option(
      '--allow-engine-change',
      'with --resume: go on with another engine, whose numbers differ in the last digits',
      flag(),
    ),
    force: option(
      '--force',
      'with --resume: take the run over from a process on another machine that no longer trains',
      flag(),
    ),
    checkpointEvery: option(
      '--checkpoint-every <steps>',
      'steps between two checkpoints, or epoch; there is one behind each epoch anyway',
      stepsOrEpoch().default('epoch'),
    ),
    saveBest: option('--save-best', "also keep the best epoch's checkpoint (its weights are kept anyway)", flag()),
    logEvery: option('--log-every <steps>', 'steps between two logged ones', atLeastOne().default(10)),
    lang: languageOption(),
    studio: option(
      '--studio',
      'beside it, serve a page to watch it: its address is printed, and it ends with the training',
      flag(),
    ),
    quiet: option('--quiet', 'print only the epoch lines and where the results are', flag()),
  })
  // All of these also where other options are wrong, so that all mistakes show at once.
  .refine(
    (typed) => {
      const { nesterov, momentum, optimizer } = withDefaults(typed);
      return !nesterov || momentum !== 0 || optimizer !== 'sgd';
    },
    {
      path: ['nesterov'],
      message: 'needs a momentum',
      params: { hint: 'add --momentum 0.9' },
      when: () => true,
    },
  )
  .refine(
    (typed) => {
      const { schedule, warmup } = withDefaults(typed);
      return schedule !== 'one-cycle' || warmup === 0;
    },
    {
      path: ['warmup'],
      message: 'is not for --schedule one-cycle, which begins with a rise of its own',
      params: { hint: 'leave --warmup out' },
      when: () => true,
    },
  )
  .refine(
    (typed) => {
      const { scaleLr, schedule, warmup } = withDefaults(typed);
      return scaleLr === undefined || warmup > 0 || schedule === 'one-cycle';
    },
    {
      path: ['scaleLr'],
      message: 'needs a warm-up, since the first steps of a larger rate go astray',
      params: { hint: 'add --warmup 500, or --schedule one-cycle' },
      when: () => true,
    },
  )
  .refine(({ scaleLr, resume }) => scaleLr === undefined || resume === undefined, {
    path: ['scaleLr'],
    message: 'is for a new run: one that goes on keeps its learning rate',
    params: { hint: 'leave --scale-lr out' },
    when: () => true,
  })
  .refine(({ holdSchedule, stretchSchedule }) => !(holdSchedule && stretchSchedule), {
    path: ['stretchSchedule'],
    message: 'does not go with --hold-schedule',
    params: { hint: 'give one of them' },
    when: () => true,
  })
  .superRefine((options, context) => {
    for (const { key, problem, hint } of foreignOptions(withDefaults(options))) {
      context.addIssue({ code: 'custom', path: [key], message: problem, params: { hint } });
    }
    for (const key of onlyForResume) {
      if (!options[key] || options.resume !== undefined) continue;
      const params = { hint: 'give the run with --resume, or leave it out' };
      context.addIssue({ code: 'custom', path: [key], message: 'is for a run that goes on', params });
    }
  })
  .refine(({ resume, config }) => resume === undefined || config === undefined, {
    path: ['config'],
    message: 'does not go with --resume, which goes on with the options of its own run',
    params: { hint: 'leave --config out' },
    when: () => true,
  })
  .refine(({ resume, run }) => resume === undefined || run === undefined, {
    path: ['run'],
    message: 'does not go with --resume, which goes on in its own folder',
    params: { hint: 'leave --run out' },
    when: () => true,
  });

/** As they were typed. */
export type TypedTrainOptions = z.output<typeof trainOptions>;

/** What was left out is as the recipe has it. */
export interface TrainOptions extends Omit<TypedTrainOptions, keyof RecipeOptions>, RecipeOptions {
  readonly imageSize: number;
  readonly epochs: number;
}
