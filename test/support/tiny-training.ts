// A training that takes milliseconds: a tiny net on 4×4 images, six steps an epoch, the last of them short.
import { SGD } from '../../src/compile/optimizer.ts';
import type { InMemoryDataset } from '../../src/data/dataset.ts';
import { DataLoader } from '../../src/data/loader.ts';
import type { EngineName } from '../../src/engines/open-engine.ts';
import { CrossEntropyLoss, type Module } from '../../src/nn/index.ts';
import { cosine } from '../../src/training/schedule.ts';
import { Trainer } from '../../src/training/trainer.ts';
import type { TrainerOptions } from '../../src/training/trainer-options.ts';

export const tinyStepsPerEpoch = 6;

export interface TinyTrainingOptions
  extends Pick<TrainerOptions, 'resumeFrom' | 'earlyStopping' | 'threads' | 'allowEngineChange' | 'onednn'> {
  readonly engine: EngineName | 'auto';
  /** Rows and columns. */
  readonly imageSize?: number;
  readonly trainImages?: number;
  readonly testImages?: number;
  readonly learningRate?: number;
  readonly seed?: number;
}

/** Momentum, weight decay and a schedule: everything that a resumed training must go on with. */
export function createTinyTrainer(
  model: Module,
  {
    engine,
    learningRate = 0.1,
    seed = 5,
    imageSize = 4,
    trainImages = 23,
    testImages = 9,
    ...options
  }: TinyTrainingOptions,
): Trainer {
  const loader = { batchSize: 4, imageSize, seed };
  return new Trainer({
    model,
    trainData: new DataLoader(tinyDataset('train', trainImages), loader),
    testData: new DataLoader(tinyDataset('test', testImages), { ...loader, shuffle: false }),
    loss: new CrossEntropyLoss(),
    optimizer: new SGD({ learningRate, momentum: 0.9, weightDecay: 0.001 }),
    schedule: cosine(learningRate),
    engine,
    seed,
    // A state knows its own.
    ...(options.resumeFrom === undefined ? { threads: 1 } : {}),
    ...options,
  });
}

/** Three classes of 4×4 images. */
export function tinyDataset(name: string, count: number): InMemoryDataset {
  return {
    name,
    images: Uint8Array.from({ length: count * 16 }, (_, pixel) => (pixel * 7919 + (pixel % 13) * 101) % 256),
    labels: Uint8Array.from({ length: count }, (_, index) => (index * 5) % 3),
    count,
    rows: 4,
    columns: 4,
    classNames: ['a', 'b', 'c'],
    sha256: name,
  };
}
