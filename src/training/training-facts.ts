// What decides, besides the state, how a training goes on, taken off its options.
import type { Engine } from '../engines/engine.ts';
import type { TrainerOptions } from './trainer-options.ts';
import type { TrainingFacts } from './training-state.ts';

export function factsOf(options: TrainerOptions, { name: engine, threads, precision }: Engine): TrainingFacts {
  const { model, loss, optimizer, seed = 0, accumulate = 1, clipNorm, emaDecay, group, syncBatchNorm } = options;
  const { trainData, testData, validationData } = options;
  return {
    model: model.constructor.name,
    engine,
    threads,
    ranks: group === undefined || group.size === 1 ? undefined : group.size,
    syncBatchNorm: syncBatchNorm === true ? true : undefined,
    precision: precision === 'float32' ? undefined : precision,
    seed,
    batchSize: trainData.batchSize,
    accumulate: accumulate === 1 ? undefined : accumulate,
    loss: loss.settings,
    optimizer: optimizer.settings ?? optimizer.constructor.name,
    clipNorm,
    emaDecay,
    imageSize: trainData.imageSize,
    frozen: [...model.frozenNames].join() || undefined,
    preparation: trainData.preparation,
    trainData: trainData.dataset.sha256,
    testData: testData?.dataset.sha256,
    validationData: validationData?.dataset.sha256,
  };
}
