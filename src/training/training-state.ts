// All that a training needs to go on where another process left it. Order, augmentation and masks are functions of
// (seed, epoch, step), so there is no generator state; times are left out, so that equal trainings have equal states.
import { CheckpointError } from '../errors/checkpoint-error.ts';
import type { StateTensor } from '../nn/module.ts';
import type { EpochRecord } from './events.ts';
import type { RunningSums } from './running-mean.ts';

export interface TrainingState {
  readonly facts: TrainingFacts;
  readonly position: TrainingPosition;
  /** Over the steps of the epoch that is under way. */
  readonly running: RunningSums;
  /** The epochs that are complete, without their times. */
  readonly history: readonly EpochRecord[];
  /** Parameters and optimizer state by name, as the engine's store has them. */
  readonly tensors: ReadonlyMap<string, StateTensor>;
}

/** Where a training stands. Behind an epoch's evaluation that is step 0 of the next epoch. */
export interface TrainingPosition {
  /** The epoch that is under way, from 1. */
  readonly epoch: number;
  /** Steps of it that are done. */
  readonly step: number;
}

/** What decides, besides the state, how a training goes on: two trainings with equal facts may share a state. */
export interface TrainingFacts {
  /** Name of the model's class. */
  readonly model: string;
  readonly engine: string;
  readonly seed: number;
  readonly batchSize: number;
  readonly imageSize: number;
  /** SHA-256 of each dataset. */
  readonly trainData: string;
  readonly testData: string;
}

/** @returns below 0 if a comes before b */
export function comparePositions(a: TrainingPosition, b: TrainingPosition): number {
  return a.epoch - b.epoch || a.step - b.step;
}

/** @throws CheckpointError listing each fact that is another one */
export function requireSameFacts(saved: TrainingFacts, facts: TrainingFacts): void {
  const names = Object.keys(facts) as (keyof TrainingFacts)[];
  const changed = names.filter((name) => saved[name] !== facts[name]);
  if (changed.length === 0) return;
  const list = changed.map((name) => `${name} was ${saved[name]} and is ${facts[name]}`).join('; ');
  throw new CheckpointError(`the training cannot go on: ${list}`, {
    hint: 'resume with what it was started with, or start a new training from its weights',
  });
}
