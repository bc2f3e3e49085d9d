// What a trainer is given.
import type { Optimizer } from '../compile/optimizers/optimizer.ts';
import type { DataLoader } from '../data/loader.ts';
import type { ProcessGroup } from '../distributed/process-group.ts';
import type { Engine } from '../engines/engine.ts';
import type { Loss } from '../nn/loss.ts';
import type { Module } from '../nn/module.ts';
import type { Schedule } from './schedule.ts';
import type { TrainingState } from './training-state.ts';

/** What `new Trainer` takes. */
export interface TrainerOptions {
  /** Parameters without values are drawn from `seed`. */
  readonly model: Module;
  readonly trainData: DataLoader;
  /**
   * What epochs are judged by: each is evaluated on these images alone, and best epoch and early stopping go by them. Default:
   * the test images are taken for it.
   */
  readonly validationData?: DataLoader;
  /** May be left out where there is `validationData`. */
  readonly testData?: DataLoader;
  readonly loss: Loss;
  readonly optimizer: Optimizer;
  /** Batches whose gradients make one step, as if they were one large batch. Default 1. */
  readonly accumulate?: number;
  /** Gradients whose norm, all of them together, is larger are shortened to it. Default: none are. */
  readonly clipNorm?: number;
  /**
   * How much of an average of the weights is kept at each update, e.g. 0.999 (exponential moving average). Epochs are then
   * judged by the averages, and the model is given them. Default: nothing is averaged.
   */
  readonly emaDecay?: number;
  /** Default: always the optimizer's learning rate. */
  readonly schedule?: Schedule;
  /** Epochs without a better one after which the training ends; default: it goes on. */
  readonly earlyStopping?: number;
  /**
   * Opened, e.g. by `openEngine`; whoever opened it closes it. By default the trainer opens the fastest that this machine
   * has, or for `resumeFrom` the one that its training ran on, with as many threads, and closes it when it is disposed.
   */
  readonly engine?: Engine;
  /** Go on from a state of another engine, where one is given or this machine lacks the one before. */
  readonly allowEngineChange?: boolean;
  /** Default 0. */
  readonly seed?: number;
  /**
   * The processes that train together, each with a trainer of the same options: batches are shared, gradients added up, and
   * losses are those of one process with the same batches, to float32's rounding. Batch normalization counts the images of its
   * own process unless `syncBatchNorm` is set, and running statistics are averaged. Weights come from rank 0. Whoever opened the
   * group closes it.
   */
  readonly group?: ProcessGroup;
  /**
   * Whether batch normalization counts the images of all processes of the group, as torch.nn.SyncBatchNorm does: then the losses
   * are those of one process with it too. A step waits for the others at each normalization, twice forward and once backward.
   * Default false.
   */
  readonly syncBatchNorm?: boolean;
  /** Steps between two comparisons of the processes' weights. Default 100. */
  readonly checkEvery?: number;
  /** A state of the same training, to go on from. */
  readonly resumeFrom?: TrainingState;
}

/** When a trainer hands out its state, and to whom. */
export interface CheckpointPolicy {
  /** Steps between two checkpoints, counted over all epochs. There is one behind each epoch and at a stop anyway. */
  readonly everySteps?: number;
  /** Called between two steps; the training goes on when it has returned. The tensors are copies. */
  readonly save: (state: TrainingState) => void | Promise<void>;
}
