// Reads what PyTorch recorded of optimizers, losses and clipping (test/fixtures/optimizers).
// A file-format edge: what JSON.parse returns is cast to the form that the README beside the files describes.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** By name, row-major. */
export type RecordedTensors = Readonly<Record<string, readonly number[]>>;

export interface UpdatesFile {
  readonly start: RecordedTensors;
  /** Gradients of each of ten steps. */
  readonly gradients: readonly RecordedTensors[];
  readonly optimizers: readonly {
    readonly name: string;
    /** Parameters after steps 1, 2 and 10. */
    readonly after: readonly RecordedTensors[];
  }[];
}

export interface RecordedTraining {
  readonly name: string;
  readonly classWeights?: readonly number[];
  readonly labelSmoothing?: number;
  readonly clipNorm?: number;
  /** Loss of each step, before its update. */
  readonly losses: readonly number[];
  /** Norm of all gradients together in each step, before they are clipped. */
  readonly norms: readonly number[];
  readonly after: RecordedTensors;
}

export interface TrainingsFile {
  readonly start: RecordedTensors;
  readonly trainings: readonly RecordedTraining[];
}

export const recordedUpdates = read('updates') as UpdatesFile;
export const recordedTrainings = read('trainings') as TrainingsFile;

function read(name: string): unknown {
  return JSON.parse(
    readFileSync(fileURLToPath(new URL(`../fixtures/optimizers/${name}.json`, import.meta.url)), 'utf8'),
  );
}
