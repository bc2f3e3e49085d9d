// A training that takes milliseconds: a tiny net on 4×4 images, six steps an epoch, the last of them short.
import { SGD } from '../../src/compile/optimizers/sgd.ts';
import type { InMemoryDataset } from '../../src/data/dataset.ts';
import { DataLoader } from '../../src/data/loader.ts';
import type { Engine } from '../../src/engines/engine.ts';
import { openTrainingEngine, type TrainingEngineOptions } from '../../src/engines/open-training-engine.ts';
import { CrossEntropyLoss, type Module } from '../../src/nn/index.ts';
import { cosine } from '../../src/training/schedule.ts';
import { Trainer } from '../../src/training/trainer.ts';
import type { TrainerOptions } from '../../src/training/trainer-options.ts';

export const tinyStepsPerEpoch = 6;

export interface TinyTrainingOptions
  extends TrainingEngineOptions,
    Pick<
      TrainerOptions,
      | 'resumeFrom'
      | 'earlyStopping'
      | 'accumulate'
      | 'clipNorm'
      | 'emaDecay'
      | 'schedule'
      | 'group'
      | 'checkEvery'
      | 'syncBatchNorm'
    >,
    Partial<Pick<TrainerOptions, 'loss' | 'optimizer'>> {
  readonly batchSize?: number;
  /** Default true. */
  readonly shuffle?: boolean;
  /** Rows and columns. */
  readonly imageSize?: number;
  readonly trainImages?: number;
  /** 0: no test data. */
  readonly testImages?: number;
  /** Default: no validation data. */
  readonly validationImages?: number;
  readonly learningRate?: number;
  readonly seed?: number;
}

/** Disposed with its engine. */
export class TinyTrainer extends Trainer {
  readonly #engine: Engine;

  constructor(options: TrainerOptions & { readonly engine: Engine }) {
    super(options);
    this.#engine = options.engine;
  }

  override async [Symbol.asyncDispose](): Promise<void> {
    await super[Symbol.asyncDispose]();
    await this.#engine.close();
  }
}

/** Momentum, weight decay and a schedule: everything that a resumed training must go on with. */
export async function createTinyTrainer(
  model: Module,
  {
    engine = 'auto',
    learningRate = 0.1,
    batchSize = 4,
    shuffle = true,
    loss = new CrossEntropyLoss(),
    optimizer = new SGD({ learningRate, momentum: 0.9, weightDecay: 0.001 }),
    schedule = cosine(learningRate),
    accumulate = 1,
    clipNorm,
    emaDecay,
    seed = 5,
    imageSize = 4,
    trainImages = 23,
    testImages = 9,
    validationImages = 0,
    resumeFrom,
    earlyStopping,
    group,
    checkEvery,
    syncBatchNorm,
    allowEngineChange = false,
    ...given
  }: TinyTrainingOptions,
): Promise<TinyTrainer> {
  const loader = { batchSize, imageSize, seed };
  // A state knows its own number of threads.
  const threads = resumeFrom === undefined ? { threads: 1 } : {};
  const opened = await openTrainingEngine(resumeFrom?.facts, { engine, allowEngineChange, ...threads, ...given });
  const evaluated = (name: string, count: number) =>
    new DataLoader(tinyDataset(name, count), { ...loader, shuffle: false });
  return new TinyTrainer({
    model,
    trainData: new DataLoader(tinyDataset('train', trainImages), { ...loader, shuffle }),
    ...(testImages === 0 ? {} : { testData: evaluated('test', testImages) }),
    ...(validationImages === 0 ? {} : { validationData: evaluated('val', validationImages) }),
    loss,
    optimizer,
    schedule,
    accumulate,
    engine: opened,
    allowEngineChange,
    seed,
    ...(resumeFrom === undefined ? {} : { resumeFrom }),
    ...(earlyStopping === undefined ? {} : { earlyStopping }),
    ...(clipNorm === undefined ? {} : { clipNorm }),
    ...(emaDecay === undefined ? {} : { emaDecay }),
    ...(group === undefined ? {} : { group }),
    ...(checkEvery === undefined ? {} : { checkEvery }),
    ...(syncBatchNorm === undefined ? {} : { syncBatchNorm }),
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
