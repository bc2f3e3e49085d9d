// How fast a training goes, and when it will end.
import type { StartEvent, StepEvent, TrainingEvent } from '../../training/events.ts';

/** Steps that the pace is taken over. */
const recentSteps = 20;
/** A forward pass without its backward pass takes about a third of a training step. */
const evaluationShare = 1 / 3;

export interface ForecastSizes {
  readonly trainImages: number;
  readonly testImages: number;
}

export class Forecast {
  readonly #sizes: ForecastSizes;
  readonly #recent: { readonly images: number; readonly seconds: number }[] = [];
  #epochs = 0;
  #epoch = 1;
  #imagesDone = 0;
  #trainingSeconds = 0;
  /** Of the last epoch's evaluation; undefined before there was one. */
  #evaluationSeconds: number | undefined;
  #stepsDone = 0;

  constructor(sizes: ForecastSizes) {
    this.#sizes = sizes;
  }

  /** To be told of every event, in order. */
  observe(event: TrainingEvent): void {
    if (event.kind === 'start') this.#start(event);
    if (event.kind === 'step') this.#addStep(event);
    if (event.kind === 'epoch') {
      this.#evaluationSeconds = Math.max(0, event.seconds - this.#trainingSeconds);
      this.#trainingSeconds = 0;
    }
  }

  get epochs(): number {
    return this.#epochs;
  }

  /** Images per second of the last steps. */
  get pace(): number {
    const images = this.#recent.reduce((sum, step) => sum + step.images, 0);
    return images / this.#recent.reduce((sum, step) => sum + step.seconds, 0);
  }

  /** To the end of the last epoch's training and evaluation. */
  get secondsLeft(): number {
    const { trainImages, testImages } = this.#sizes;
    const evaluation = this.#evaluationSeconds ?? (testImages * evaluationShare) / this.pace;
    const thisEpoch = (trainImages - this.#imagesDone) / this.pace + evaluation;
    return thisEpoch + (this.#epochs - this.#epoch) * (trainImages / this.pace + evaluation);
  }

  #start({ epochs, stepsPerEpoch, position }: StartEvent): void {
    this.#epochs = epochs;
    this.#epoch = position.epoch;
    this.#imagesDone = (this.#sizes.trainImages * position.step) / stepsPerEpoch;
  }

  #addStep({ epoch, step, images, imagesPerSecond }: StepEvent): void {
    const seconds = images / imagesPerSecond;
    this.#epoch = epoch;
    this.#imagesDone = step === 1 ? images : this.#imagesDone + images;
    this.#trainingSeconds += seconds;
    // The run's first step also compiles the program: it says little about those to come.
    if (++this.#stepsDone === 2) this.#recent.length = 0;
    this.#recent.push({ images, seconds });
    if (this.#recent.length > recentSteps) this.#recent.shift();
  }
}
