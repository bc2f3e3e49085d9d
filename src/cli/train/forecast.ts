// How fast a training goes, and when it will end.
import { paceOf, recentSteps, secondsLeft, type TimedStep } from '../../metrics/forecast.ts';
import type { StartEvent, StepEvent, TrainingEvent } from '../../training/events.ts';

export interface ForecastSizes {
  readonly trainImages: number;
  /** Number of images that each epoch is evaluated on. */
  readonly heldOutImages: number;
}

export class Forecast {
  readonly #sizes: ForecastSizes;
  readonly #recent: TimedStep[] = [];
  #epochs = 0;
  #epoch = 1;
  #imagesDone = 0;
  #trainingSeconds = 0;
  /** Duration of the last epoch's evaluation; null before there was one. */
  #evaluationSeconds: number | null = null;
  #hasCompiled = false;

  constructor(sizes: ForecastSizes) {
    this.#sizes = sizes;
  }

  /** To be told of every event, in order. */
  observe(event: TrainingEvent): void {
    if (event.kind === 'start') this.#start(event);
    if (event.kind === 'step') this.#addStep(event);
    if (event.kind === 'epoch') {
      this.#evaluationSeconds = event.seconds - this.#trainingSeconds;
      this.#trainingSeconds = 0;
    }
  }

  get epochs(): number {
    return this.#epochs;
  }

  /** Images per second of the last steps; undefined before the second step. */
  get pace(): number | undefined {
    return paceOf(this.#recent);
  }

  /** To the end of the last epoch's training and evaluation; undefined before the second step. */
  get secondsLeft(): number | undefined {
    const { pace } = this;
    if (pace === undefined) return undefined;
    return secondsLeft({
      epochsLeft: this.#epochs - this.#epoch + 1,
      imagesDone: this.#imagesDone,
      trainImages: this.#sizes.trainImages,
      evaluationImages: this.#sizes.heldOutImages,
      pace,
      evaluationSeconds: this.#evaluationSeconds,
    });
  }

  #start({ epochs, stepsPerEpoch, position }: StartEvent): void {
    this.#epochs = epochs;
    this.#epoch = position.epoch;
    this.#imagesDone = (this.#sizes.trainImages * position.step) / stepsPerEpoch;
  }

  #addStep({ epoch, step, images, imagesPerSecond }: StepEvent): void {
    this.#epoch = epoch;
    this.#imagesDone = step === 1 ? images : this.#imagesDone + images;
    this.#trainingSeconds += images / imagesPerSecond;
    this.#recent.push({ images, imagesPerSecond, hasCompiled: !this.#hasCompiled });
    this.#hasCompiled = true;
    if (this.#recent.length > recentSteps) this.#recent.shift();
  }
}
