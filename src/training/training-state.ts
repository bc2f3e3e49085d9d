// All that a training needs to go on where another process left it. Order, augmentation and masks are functions of
// (seed, epoch, step), so there is no generator state; times are left out, so that equal trainings have equal states.
import { CheckpointError } from '../errors/checkpoint-error.ts';
import type { ResidentKind } from '../graph/op-attrs.ts';
import type { EpochRecord } from '../metrics/epoch-record.ts';
import type { StateTensor } from '../nn/module.ts';
import type { RunningSums } from './running-mean.ts';

/** All that a training needs to go on in another process, to the bit. */
export interface TrainingState {
  readonly facts: TrainingFacts;
  readonly position: TrainingPosition;
  /** Running sums over the steps of the epoch that is under way. */
  readonly running: RunningSums;
  /** The epochs that are complete, without their times. */
  readonly history: readonly EpochRecord[];
  /** What the engine chose by trying: see `Engine.choices`. Left out where it chose nothing. */
  readonly choices?: ReadonlyMap<string, string>;
  /** Parameters, buffers, optimizer state and averages by name, as the engine's store has them. */
  readonly tensors: ReadonlyMap<string, SavedTensor>;
}

/** A tensor of a state. */
export interface SavedTensor extends StateTensor {
  readonly kind: SavedKind;
}

/** What is saved of what an engine keeps. */
export type SavedKind = Exclude<ResidentKind, 'interim'>;

/** Whether tensors of a kind are parts of the model, as against what a training keeps beside it. */
export function belongsToModel(kind: SavedKind): boolean {
  return kind === 'parameter' || kind === 'buffer';
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
  /** Threads that the engine computes with; undefined in states of versions that did not record it. */
  readonly threads: number | undefined;
  /** Processes that trained together; undefined for one alone. */
  readonly ranks?: number | undefined;
  /** Whether batch normalisations count the images of all of them; undefined where they do not. */
  readonly syncBatchNorm?: boolean | undefined;
  /** Precision of activations and their gradients; undefined for float32. */
  readonly precision?: string | undefined;
  /** Names of the parameters that are not learned; undefined where all are. */
  readonly frozen?: string | undefined;
  readonly seed: number;
  readonly batchSize: number;
  /** Batches of a step; undefined for one. */
  readonly accumulate?: number | undefined;
  /** Settings of loss and optimizer, the learning rate aside; undefined in states of versions that did not record them. */
  readonly loss?: string | undefined;
  readonly optimizer?: string | undefined;
  /** Undefined where gradients are not clipped. */
  readonly clipNorm?: number | undefined;
  /** Undefined where weights are not averaged. */
  readonly emaDecay?: number | undefined;
  readonly imageSize: number;
  /** How the training images are prepared; undefined in states of versions that knew only one way. */
  readonly preparation?: string | undefined;
  /** SHA-256 of each dataset. */
  readonly trainData: string;
  readonly testData: string | undefined;
  /** Undefined where there are no validation images, as in states of versions that knew none. */
  readonly validationData?: string | undefined;
}

/** @returns below 0 if a comes before b */
export function comparePositions(a: TrainingPosition, b: TrainingPosition): number {
  return a.epoch - b.epoch || a.step - b.step;
}

/** A fact that has changed, and that decides no more than the last bits of what is computed. */
export interface FactChange {
  readonly fact: 'engine' | 'threads' | 'ranks';
  readonly before: string;
  readonly now: string;
}

export interface AllowedChanges {
  /** The numbers of threads and of processes may always change. */
  readonly engine: boolean;
}

const absentMeansNone: ReadonlySet<keyof TrainingFacts> = new Set([
  'precision',
  'ranks',
  'syncBatchNorm',
  'frozen',
  'accumulate',
  'clipNorm',
  'emaDecay',
]);

/**
 * @returns the facts that have changed and are allowed to
 * @throws CheckpointError listing each fact that is not allowed to change
 */
export function compareFacts(
  saved: TrainingFacts,
  facts: TrainingFacts,
  allowed: AllowedChanges,
): readonly FactChange[] {
  const names = Object.keys(facts) as (keyof TrainingFacts)[];
  // What an older version did not record may be anything; but data that it did not name was not there, and nothing frozen.
  const isRecorded = (name: keyof TrainingFacts) =>
    saved[name] !== undefined || absentMeansNone.has(name) || name.endsWith('Data');
  const changed = names.filter((name) => isRecorded(name) && saved[name] !== facts[name]);
  const mayChange = (name: string) => name === 'threads' || name === 'ranks' || (name === 'engine' && allowed.engine);
  const refused = changed.filter((name) => !mayChange(name));
  if (refused.length > 0) {
    const list = refused
      .map((name) => `${name} was ${saved[name] ?? 'none'} and is ${facts[name] ?? 'none'}`)
      .join('; ');
    throw new CheckpointError(`the training cannot go on: ${list}`, {
      hint: 'resume with what it was started with, or start a new training from its weights',
    });
  }
  return (['engine', 'threads', 'ranks'] as const)
    .filter((fact) => changed.includes(fact))
    .map((fact) => ({ fact, before: String(saved[fact] ?? 1), now: String(facts[fact] ?? 1) }));
}
