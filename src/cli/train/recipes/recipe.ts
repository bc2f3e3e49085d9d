// A recipe: options of a training that were found to go well together. It is data alone; whatever is typed counts more.
import type { Precision } from '../../../engines/precision.ts';
import type { Augmentation } from '../../../images/augmentation.ts';
import type { Fit } from '../../../images/image-form.ts';
import type { ModelName } from '../../../models/model-table.ts';
import type { NormalizationName } from '../train-input.ts';
import type { OptimizerName } from '../train-optimizer.ts';
import type { ScheduleName } from '../train-schedule.ts';

/** Options by which a recipe can decide what is learned, and how; not where anything is. */
export interface RecipeOptions {
  readonly model: ModelName;
  /** Image size for the recipe's own network, or for all if it names none. Default: the network's usual size. */
  readonly imageSize?: number;
  readonly fit: Fit;
  readonly normalize: NormalizationName;
  readonly augment: Augmentation;
  /** Left out where the number of images decides. */
  readonly epochs?: number;
  readonly batchSize: number;
  readonly accumulate: number;
  readonly optimizer: OptimizerName;
  readonly lr: number;
  readonly momentum: number;
  readonly nesterov: boolean;
  readonly weightDecay: number;
  readonly biasDecay: boolean;
  /** Default: gradients are not clipped. */
  readonly clipNorm?: number;
  /** Default: weights are not averaged. */
  readonly emaDecay?: number;
  readonly labelSmoothing: number;
  readonly schedule: ScheduleName;
  readonly warmup: number;
  readonly precision: Precision | 'auto';
}

export interface Recipe {
  /** In one line. */
  readonly purpose: string;
  /** What was measured with it, and where that is written down. */
  readonly measured: string;
  /** The others are the tutorial's. */
  readonly options: Partial<RecipeOptions>;
}
