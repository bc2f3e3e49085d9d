// The numbers of a run that plots and report show: the lines of metrics.jsonl. Losses are means over images, accuracies
// fractions; null stands for what is not a finite number, as in JSON.

export interface EpochCurvePoint {
  /** From 1. */
  readonly epoch: number;
  readonly trainLoss: number | null;
  readonly trainAccuracy: number | null;
  readonly testLoss: number | null;
  readonly testAccuracy: number | null;
}

/** A line of kind `epoch`. */
export interface EpochMetrics extends EpochCurvePoint {
  /** Of the epoch, or of what was left of it when the run was resumed. */
  readonly seconds: number | null;
}

/** A line of kind `step`, of one batch. */
export interface StepMetrics {
  readonly epoch: number;
  /** From 1, within the epoch. */
  readonly step: number;
  readonly loss: number | null;
  readonly accuracy: number | null;
}

/** Another run, to compare with. */
export interface ComparedRun {
  readonly name: string;
  readonly epochs: readonly EpochCurvePoint[];
}
