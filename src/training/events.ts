// What a trainer tells its observers. Losses are means over images, accuracies fractions, times seconds.

export interface StartEvent {
  readonly kind: 'start';
  readonly epochs: number;
  readonly stepsPerEpoch: number;
  readonly parameterCount: number;
  readonly engine: { readonly name: string; readonly version: string; readonly advice?: string };
}

export interface StepEvent {
  readonly kind: 'step';
  /** From 1. */
  readonly epoch: number;
  /** From 1, within the epoch. */
  readonly step: number;
  readonly stepsPerEpoch: number;
  /** Images of this batch. */
  readonly images: number;
  /** Of this batch. */
  readonly loss: number;
  readonly accuracy: number;
  /** Over the epoch so far, weighted by batch size. */
  readonly runningLoss: number;
  readonly runningAccuracy: number;
  readonly learningRate: number;
  /** Of this step, data preparation included. */
  readonly imagesPerSecond: number;
}

export interface EvaluationStepEvent {
  readonly kind: 'evaluationStep';
  readonly epoch: number;
  readonly step: number;
  readonly steps: number;
}

export interface EpochEvent {
  readonly kind: 'epoch';
  readonly epoch: number;
  readonly epochs: number;
  readonly trainLoss: number;
  readonly trainAccuracy: number;
  readonly testLoss: number;
  readonly testAccuracy: number;
  /** Of the whole epoch, evaluation included. */
  readonly seconds: number;
}

export interface EndEvent {
  readonly kind: 'end';
  /** Epochs completed. */
  readonly epochs: number;
  /** True if the run was stopped before its last epoch. */
  readonly stopped: boolean;
  readonly seconds: number;
}

export type TrainingEvent = StartEvent | StepEvent | EvaluationStepEvent | EpochEvent | EndEvent;
export type TrainingObserver = (event: TrainingEvent) => void;
