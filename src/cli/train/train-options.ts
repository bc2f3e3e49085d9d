// The options of `googlenet train`.
import { z } from 'zod';
import { largestSide } from '../../images/resize.ts';
import { engineOption, onednnOption, threadsOption } from '../options/engine-options.ts';
import { languageOption } from '../options/language-option.ts';
import { choice, flag, number, path, stepsOrEpoch, wholeNumber } from '../options/option-values.ts';
import { option } from '../options/options.ts';
import { scheduleNames } from './train-schedule.ts';

const atLeastOne = () => wholeNumber({ least: 1 });

/** They say what may change in a run that goes on. */
export const onlyForResume = ['holdSchedule', 'stretchSchedule', 'allowEngineChange', 'force'] as const;

export const trainOptions = z
  .object({
    epochs: option('--epochs <count>', 'passes over the training images', atLeastOne().default(30)),
    batchSize: option('--batch-size <images>', 'images of a step', atLeastOne().default(128)),
    lr: option('--lr <rate>', 'learning rate', number({ least: 0 }).default(0.005)),
    momentum: option('--momentum <factor>', 'momentum of SGD', number({ least: 0, below: 1 }).default(0)),
    nesterov: option('--nesterov', 'look-ahead momentum (needs --momentum)', flag()),
    weightDecay: option('--weight-decay <factor>', 'L2 penalty', number({ least: 0 }).default(0)),
    schedule: option(
      '--schedule <name>',
      `how the learning rate goes: ${scheduleNames.join(', ')}`,
      choice(scheduleNames).default('constant'),
    ),
    warmup: option(
      '--warmup <steps>',
      'steps in which the learning rate rises to its first value',
      wholeNumber({ least: 0 }).default(0),
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
    imageSize: option(
      '--image-size <pixels>',
      'rows and columns that images get',
      wholeNumber({ least: 1, most: largestSide }).default(96),
    ),
    engine: engineOption(),
    onednn: onednnOption(),
    threads: threadsOption(),
    limitTrain: option('--limit-train <images>', 'train on the first so many images only', atLeastOne().optional()),
    limitTest: option('--limit-test <images>', 'test on the first so many images only', atLeastOne().optional()),
    shuffle: option('--no-shuffle', 'keep the order of the dataset', z.boolean().default(true)),
    init: option('--init <file>', 'begin with the weights of a .safetensors file', path('a file').optional()),
    run: option(
      '--run <folder>',
      'where the results go (default: runs/googlenet-1, -2, …)',
      path('a folder').optional(),
    ),
    resume: option('--resume <folder>', 'go on with the run in this folder', path('a folder').optional()),
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
  .refine(({ nesterov, momentum }) => !nesterov || momentum !== 0, {
    path: ['nesterov'],
    message: 'needs a momentum',
    params: { hint: 'add --momentum 0.9' },
    when: () => true,
  })
  .refine(({ schedule, warmup }) => schedule !== 'one-cycle' || warmup === 0, {
    path: ['warmup'],
    message: 'is not for --schedule one-cycle, which begins with a rise of its own',
    params: { hint: 'leave --warmup out' },
    when: () => true,
  })
  .refine(({ holdSchedule, stretchSchedule }) => !(holdSchedule && stretchSchedule), {
    path: ['stretchSchedule'],
    message: 'does not go with --hold-schedule',
    params: { hint: 'give one of them' },
    when: () => true,
  })
  .superRefine((options, context) => {
    for (const key of onlyForResume) {
      if (!options[key] || options.resume !== undefined) continue;
      const params = { hint: 'give the run with --resume, or leave it out' };
      context.addIssue({ code: 'custom', path: [key], message: 'is for a run that goes on', params });
    }
  })
  .refine(({ resume, run }) => resume === undefined || run === undefined, {
    path: ['run'],
    message: 'does not go with --resume, which goes on in its own folder',
    params: { hint: 'leave --run out' },
    when: () => true,
  });

export type TrainOptions = z.output<typeof trainOptions>;
