// The optimizers by the names that the command line has for them, and what they are when nothing else is said.
import { Adam, AdamW } from '../../compile/optimizers/adam.ts';
import type { Optimizer } from '../../compile/optimizers/optimizer.ts';
import { SGD } from '../../compile/optimizers/sgd.ts';
import { balancedClassWeights } from '../../data/class-weights.ts';
import type { ImageDataset } from '../../data/dataset.ts';
import { CrossEntropyLoss } from '../../nn/index.ts';
import type { TrainOptions } from './train-options.ts';

export const optimizerNames = ['sgd', 'adam', 'adamw'] as const;
export type OptimizerName = (typeof optimizerNames)[number];

/** torch.optim's defaults. */
const adaptive = { lr: 0.001, momentum: 0, nesterov: false } as const;

/** Defaults that replace the training's usual ones. */
export const optimizerDefaults = {
  sgd: { weightDecay: 0 },
  adam: { ...adaptive, weightDecay: 0 },
  adamw: { ...adaptive, weightDecay: 0.01 },
} as const satisfies Record<OptimizerName, object>;

/** Options that only SGD has. */
export const onlyForSgd = ['momentum', 'nesterov'] as const;

export function createOptimizer(options: TrainOptions): Optimizer {
  const { optimizer, lr: learningRate, momentum, nesterov, weightDecay, biasDecay: decayBiases } = options;
  const shared = { learningRate, weightDecay, decayBiases };
  if (optimizer === 'sgd') return new SGD({ ...shared, momentum, nesterov });
  return optimizer === 'adam' ? new Adam(shared) : new AdamW(shared);
}

/** @throws DataError for a class without images, if classes are to be balanced */
export function createLoss({ classWeights, labelSmoothing }: TrainOptions, images: ImageDataset): CrossEntropyLoss {
  return new CrossEntropyLoss({
    labelSmoothing,
    ...(classWeights ? { classWeights: balancedClassWeights(images) } : {}),
  });
}
