// From the options of `googlenet train` to a trainer: model, datasets, optimizer, schedule.
import type { ImageDataset } from '../../data/dataset.ts';
import type { OpenedData } from '../../data/dataset-table.ts';
import { DataLoader } from '../../data/loader.ts';
import type { ProcessGroup } from '../../distributed/process-group.ts';
import type { Engine } from '../../engines/engine.ts';
import { DataError } from '../../errors/data-error.ts';
import type { NetworkInput } from '../../images/image-form.ts';
import type { HeldOutPart } from '../../metrics/metric-table.ts';
import type { Module } from '../../nn/module.ts';
import { stepsPerEpoch } from '../../training/steps-per-epoch.ts';
import { Trainer } from '../../training/trainer.ts';
import type { TrainingState } from '../../training/training-state.ts';
import { createLoss, createOptimizer } from './train-optimizer.ts';
import type { TrainOptions } from './train-options.ts';
import { createSchedule } from './train-schedule.ts';

export interface TrainingDatasets {
  readonly trainSet: ImageDataset;
  /** The images that the epochs are judged by. */
  readonly heldOutSet: ImageDataset;
}

/** The validation images where there are some, else the test images. @throws DataError where there are neither */
export function heldOutOf({ counts, title }: OpenedData): HeldOutPart {
  if (counts.val !== undefined) return 'val';
  if (counts.test !== undefined) return 'test';
  throw new DataError(`${title}: there are images to train with, and none to tell how good an epoch is`, {
    hint: 'keep some of them for validation, e.g. --val-split 0.2; it takes two images of a class or more',
  });
}

export async function loadDatasets(
  { limitTrain, limitTest }: TrainOptions,
  data: OpenedData,
): Promise<TrainingDatasets> {
  const heldOut = heldOutOf(data);
  // One after the other, so that the progress of one download shows at a time.
  const trainSet = await data.load('train', limitTrain);
  return { trainSet, heldOutSet: await data.load(heldOut, heldOut === 'test' ? limitTest : undefined) };
}

export interface TrainerParts {
  readonly model: Module;
  readonly heldOut: HeldOutPart;
  readonly input: NetworkInput;
  readonly datasets: TrainingDatasets;
  readonly engine: Engine;
  readonly resumeFrom: TrainingState | undefined;
  readonly group: ProcessGroup | undefined;
}

export function createTrainer(
  options: TrainOptions & { readonly stepImages: number },
  { model, heldOut, input, datasets: { trainSet, heldOutSet }, engine, resumeFrom, group }: TrainerParts,
): Trainer {
  const { seed, earlyStopping, lr: learningRate, accumulate, clipNorm, emaDecay } = options;
  const [, imageSize] = input.shape;
  const loader = { batchSize: options.batchSize, imageSize, normalization: input, seed };
  const { augment: augmentation, shuffle } = options;
  const trainData = new DataLoader(trainSet, { ...loader, augmentation, shuffle });
  const { warmup, scheduleEpochs } = options;
  const steps =
    scheduleEpochs === undefined ? undefined : scheduleEpochs * stepsPerEpoch(trainData.batchCount, accumulate);
  return new Trainer({
    model,
    trainData,
    [heldOut === 'val' ? 'validationData' : 'testData']: new DataLoader(heldOutSet, {
      ...loader,
      batchSize: options.stepImages,
      shuffle: false,
    }),
    loss: createLoss(options, trainSet),
    optimizer: createOptimizer(options),
    accumulate,
    ...(clipNorm === undefined ? {} : { clipNorm }),
    ...(emaDecay === undefined ? {} : { emaDecay }),
    schedule: createSchedule(options.schedule, learningRate, { warmup, steps }),
    engine,
    allowEngineChange: options.allowEngineChange,
    seed,
    ...(earlyStopping === undefined ? {} : { earlyStopping }),
    ...(resumeFrom === undefined ? {} : { resumeFrom }),
    syncBatchNorm: options.syncBatchNorm,
    ...(group === undefined ? {} : { group, checkEvery: options.checkEvery }),
  });
}
