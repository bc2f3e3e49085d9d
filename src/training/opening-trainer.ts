// The trainer of programs in Node, which opens an engine by itself.
import { openTrainingEngine } from '../engines/open-training-engine.ts';
import { Trainer as GivenTrainer } from './trainer.ts';
import type { TrainerOptions } from './trainer-options.ts';

/**
 * Trains a model. Close it, or use it as a scope (`await using trainer = …`), so that the engine is freed.
 * @example
 * ```ts
 * import { DataLoader, fashionMnist, GoogLeNet, nn, SGD, Trainer } from 'googlenet';
 * const trainData = new DataLoader(await fashionMnist({ split: 'train' }), { batchSize: 128, imageSize: 96 });
 * const testData = new DataLoader(await fashionMnist({ split: 'test' }), { batchSize: 128, imageSize: 96, shuffle: false });
 * const [loss, optimizer] = [new nn.CrossEntropyLoss(), new SGD({ learningRate: 0.005 })];
 * const trainer = new Trainer({ model: new GoogLeNet(), trainData, testData, loss, optimizer });
 * await trainer.train(30);
 * await trainer.close();
 * ```
 */
export class Trainer extends GivenTrainer {
  /**
   * @throws OptionError for options that make no sense; CheckpointError or StateDictError if `resumeFrom` is of another
   * training; NotFiniteError for NaN or infinity in it
   */
  constructor(options: TrainerOptions) {
    super(options, openTrainingEngine);
  }
}
