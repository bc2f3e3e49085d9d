// From the options of `googlenet train` to a trainer: model, datasets, optimizer, schedule.
import { resolve } from 'node:path';
import { SGD } from '../../compile/optimizer.ts';
import type { ImageDataset } from '../../data/dataset.ts';
import type { OpenedData } from '../../data/dataset-table.ts';
import { DataLoader } from '../../data/loader.ts';
import type { Engine } from '../../engines/engine.ts';
import { readSafetensors, toFloat32 } from '../../formats/safetensors.ts';
import type { NetworkInput } from '../../images/image-form.ts';
import { CrossEntropyLoss } from '../../nn/index.ts';
import type { Module } from '../../nn/module.ts';
import { Trainer } from '../../training/trainer.ts';
import type { TrainingState } from '../../training/training-state.ts';
import type { TrainOptions } from './train-options.ts';
import { createSchedule } from './train-schedule.ts';

export interface TrainingDatasets {
  readonly trainSet: ImageDataset;
  readonly testSet: ImageDataset;
}

export async function loadDatasets(
  { limitTrain, limitTest }: TrainOptions,
  data: OpenedData,
): Promise<TrainingDatasets> {
  // One after the other, so that the progress of one download shows at a time.
  return { trainSet: await data.load('train', limitTrain), testSet: await data.load('test', limitTest) };
}

/** @throws FormatError for a file that is none; StateDictError for weights of another model; NotFiniteError */
export function loadWeights(model: Module, workingDirectory: string, init: string): void {
  const file = resolve(workingDirectory, init);
  const tensors = [...readSafetensors(file).tensors].map(
    ([name, tensor]) => [name, { shape: tensor.shape, data: toFloat32(tensor, `${file}: ${name}`) }] as const,
  );
  model.loadStateDict(new Map(tensors), init);
}

export interface TrainerParts {
  readonly model: Module;
  readonly input: NetworkInput;
  readonly datasets: TrainingDatasets;
  readonly engine: Engine;
  readonly resumeFrom: TrainingState | undefined;
}

export function createTrainer(
  options: TrainOptions & { readonly stepImages: number },
  { model, input, datasets: { trainSet, testSet }, engine, resumeFrom }: TrainerParts,
): Trainer {
  const { seed, earlyStopping, lr: learningRate, momentum, nesterov, weightDecay } = options;
  const [, imageSize] = input.shape;
  const loader = { batchSize: options.batchSize, imageSize, normalization: input, seed };
  const trainData = new DataLoader(trainSet, { ...loader, shuffle: options.shuffle });
  const { warmup, scheduleEpochs } = options;
  const steps = scheduleEpochs === undefined ? undefined : scheduleEpochs * trainData.batchCount;
  return new Trainer({
    model,
    trainData,
    testData: new DataLoader(testSet, { ...loader, batchSize: options.stepImages, shuffle: false }),
    loss: new CrossEntropyLoss(),
    optimizer: new SGD({ learningRate, momentum, nesterov, weightDecay }),
    schedule: createSchedule(options.schedule, learningRate, { warmup, steps }),
    engine,
    allowEngineChange: options.allowEngineChange,
    seed,
    ...(earlyStopping === undefined ? {} : { earlyStopping }),
    ...(resumeFrom === undefined ? {} : { resumeFrom }),
  });
}
