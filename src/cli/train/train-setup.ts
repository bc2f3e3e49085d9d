// From the options of `googlenet train` to a trainer: model, datasets, optimizer, schedule.
import { resolve } from 'node:path';
import { SGD } from '../../compile/optimizer.ts';
import type { ImageDataset } from '../../data/dataset.ts';
import { DataLoader } from '../../data/loader.ts';
import { readSafetensors, toFloat32 } from '../../formats/safetensors.ts';
import type { GoogLeNet } from '../../models/googlenet.ts';
import { CrossEntropyLoss } from '../../nn/index.ts';
import { Trainer } from '../../training/trainer.ts';
import type { TrainingState } from '../../training/training-state.ts';
import { cacheDirectory } from '../cache-directory.ts';
import type { CommandContext } from '../command-context.ts';
import type { showDownload } from '../download-progress.ts';
import { stepImages } from './train-notes.ts';
import type { TrainOptions } from './train-options.ts';
import { createSchedule } from './train-schedule.ts';

export interface TrainingDatasets {
  readonly trainSet: ImageDataset;
  readonly testSet: ImageDataset;
}

export async function loadDatasets(
  { limitTrain, limitTest }: TrainOptions,
  context: CommandContext,
  onProgress: ReturnType<typeof showDownload>,
): Promise<TrainingDatasets> {
  // One after the other, so that the progress of one download shows at a time.
  return {
    trainSet: await loadSplit('train', limitTrain, context, onProgress),
    testSet: await loadSplit('test', limitTest, context, onProgress),
  };
}

/** @param limit keep only the first so many images */
export function loadSplit(
  split: 'train' | 'test',
  limit: number | undefined,
  { env, loadDataset }: CommandContext,
  onProgress: ReturnType<typeof showDownload>,
): Promise<ImageDataset> {
  return loadDataset({ split, onProgress, ...cacheDirectory(env), ...(limit === undefined ? {} : { limit }) });
}

/** @throws FormatError for a file that is none; StateDictError for weights of another model; NotFiniteError */
export function loadWeights(model: GoogLeNet, workingDirectory: string, init: string): void {
  const file = resolve(workingDirectory, init);
  const tensors = [...readSafetensors(file).tensors].map(
    ([name, tensor]) => [name, { shape: tensor.shape, data: toFloat32(tensor, `${file}: ${name}`) }] as const,
  );
  model.loadStateDict(new Map(tensors), init);
}

export function createTrainer(
  options: TrainOptions,
  model: GoogLeNet,
  { trainSet, testSet }: TrainingDatasets,
  resumeFrom: TrainingState | undefined,
): Trainer {
  const { seed, threads, onednn, earlyStopping, lr: learningRate, momentum, nesterov, weightDecay } = options;
  const loader = { batchSize: options.batchSize, imageSize: options.imageSize, seed };
  const trainData = new DataLoader(trainSet, { ...loader, shuffle: options.shuffle });
  const { warmup, scheduleEpochs } = options;
  const steps = scheduleEpochs === undefined ? undefined : scheduleEpochs * trainData.batchCount;
  return new Trainer({
    model,
    trainData,
    testData: new DataLoader(testSet, { ...loader, batchSize: stepImages(options), shuffle: false }),
    loss: new CrossEntropyLoss(),
    optimizer: new SGD({ learningRate, momentum, nesterov, weightDecay }),
    schedule: createSchedule(options.schedule, learningRate, { warmup, steps }),
    engine: options.engine,
    allowEngineChange: options.allowEngineChange,
    seed,
    ...(threads === undefined ? {} : { threads }),
    ...(onednn === undefined ? {} : { onednn }),
    ...(earlyStopping === undefined ? {} : { earlyStopping }),
    ...(resumeFrom === undefined ? {} : { resumeFrom }),
  });
}
