// What a trainer tells its observers. Losses are means over images, accuracies fractions, times seconds.
import type { Engine } from '../engines/engine.ts';
import type { EpochRecord, QuantityValues } from '../metrics/epoch-record.ts';
import type { RanksOfStep } from './ranks.ts';
import type { FactChange, TrainingPosition } from './training-state.ts';

/** A training begins or goes on. */
export interface StartEvent {
  readonly kind: 'start';
  /** The last epoch's number. */
  readonly epochs: number;
  readonly stepsPerEpoch: number;
  readonly parameterCount: number;
  readonly engine: Pick<Engine, 'name' | 'version' | 'threads' | 'precision' | 'advice'>;
  /** What was done before: epoch 1 and step 0 for a fresh training. */
  readonly position: TrainingPosition;
  /** Facts that differ from the first part of a resumed training: from here on its numbers differ in their last digits. */
  readonly changes: readonly FactChange[];
}

/** Losses and accuracies are those of this batch. */
export interface StepEvent extends QuantityValues {
  readonly kind: 'step';
  /** From 1. */
  readonly epoch: number;
  /** From 1, within the epoch. */
  readonly step: number;
  readonly stepsPerEpoch: number;
  /** Images of this batch, those of all processes. */
  readonly images: number;
  /** Mean loss over the epoch so far, weighted by batch size. */
  readonly runningLoss: number;
  readonly runningAccuracy: number;
  readonly learningRate: number;
  /** Speed of this step, data preparation included. */
  readonly imagesPerSecond: number;
  /** Where several processes train together: how they shared the step. */
  readonly ranks?: RanksOfStep;
}

/** A batch of an evaluation. */
export interface EvaluationStepEvent {
  readonly kind: 'evaluationStep';
  readonly epoch: number;
  readonly step: number;
  readonly steps: number;
}

/** An epoch and its evaluation are done. */
export interface EpochEvent extends EpochRecord {
  readonly kind: 'epoch';
  readonly epochs: number;
  /** Whether no earlier epoch was as good. */
  readonly isBest: boolean;
  /** Duration of the epoch, evaluation included; for a resumed epoch, the time since it was resumed. */
  readonly seconds: number;
}

/** The numbers are no longer finite. Nothing was updated with them; the training ends with a DivergenceError. */
export interface DivergedEvent extends TrainingPosition {
  readonly kind: 'diverged';
  /** Path of the module whose values went wrong first, e.g. `model.9.channel2.0`; undefined if none was found. */
  readonly layer: string | undefined;
}

/** `stopped` by the signal; `stoppedEarly` because the epochs no longer got better. */
export type TrainingOutcome = 'completed' | 'stopped' | 'stoppedEarly';

/** A training ends. */
export interface EndEvent {
  readonly kind: 'end';
  /** Epochs completed since the start event. */
  readonly epochs: number;
  readonly outcome: TrainingOutcome;
  readonly seconds: number;
}

/** What a trainer tells; `kind` says which. */
export type TrainingEvent = StartEvent | StepEvent | EvaluationStepEvent | EpochEvent | DivergedEvent | EndEvent;
/** Called at once with every event; what it throws ends the training. */
export type TrainingObserver = (event: TrainingEvent) => void;
