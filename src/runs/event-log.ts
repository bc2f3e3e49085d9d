// A TensorBoard event file beside the run's other files: what the trainer tells, as scalars over global steps. Each
// start of a training begins a file of its own, which tells readers from where on earlier ones are out of date.
import { EventFileWriter } from '../formats/tfevents.ts';
import { metrics, quantities } from '../metrics/metric-table.ts';
import type { EpochEvent, StartEvent, StepEvent, TrainingEvent } from '../training/events.ts';
import { isLoggedStep } from './logged-step.ts';
import { type WarningListener, writing, writingUnlessFull } from './writing.ts';

export interface EventLogOptions {
  /** Steps between two that are written. */
  readonly logEvery: number;
  readonly onWarning: WarningListener;
}

export class EventLog {
  readonly #folder: string;
  readonly #options: EventLogOptions;
  #writer: EventFileWriter | undefined;
  #stepsPerEpoch = 0;

  /** @param folder of the run */
  constructor(folder: string, options: EventLogOptions) {
    this.#folder = folder;
    this.#options = options;
  }

  observe(event: TrainingEvent): void {
    if (event.kind === 'start') this.#begin(event);
    else if (event.kind === 'step' && isLoggedStep(event, this.#options.logEvery)) this.#addStep(event);
    else if (event.kind === 'epoch') this.#addEpoch(event);
    else if (event.kind === 'end') this.close();
  }

  /** Called before each checkpoint, so that no earlier event can be missing once the checkpoint is there. */
  sync(): void {
    this.#write(() => this.#writer?.sync());
  }

  close(): void {
    const writer = this.#writer;
    this.#writer = undefined;
    if (writer !== undefined) this.#write(() => writer.close());
  }

  #begin({ position: { epoch, step }, stepsPerEpoch }: StartEvent): void {
    this.#stepsPerEpoch = stepsPerEpoch;
    const stepsDone = (epoch - 1) * stepsPerEpoch + step;
    this.#writer = writing(this.#folder, () =>
      // Also when a training begins again: another process may have written events of the same steps.
      EventFileWriter.open(this.#folder, { startStep: stepsDone + 1 }),
    );
  }

  #addStep({ epoch, step, learningRate, imagesPerSecond, ...event }: StepEvent): void {
    const globalStep = (epoch - 1) * this.#stepsPerEpoch + step;
    this.#addScalars(globalStep, {
      ...Object.fromEntries(quantities.map((name) => [`batch/${name}`, event[name]])),
      'batch/learning_rate': learningRate,
      'batch/images_per_second': imagesPerSecond,
    });
  }

  #addEpoch(event: EpochEvent): void {
    const scalars = quantities.flatMap((quantity) =>
      metrics
        .filter((metric) => metric.quantity === quantity)
        .flatMap(({ key, part }) => (event[key] === undefined ? [] : [[`${quantity}/${part}`, event[key]] as const])),
    );
    this.#addScalars(event.epoch * this.#stepsPerEpoch, Object.fromEntries(scalars));
  }

  #addScalars(globalStep: number, scalars: Readonly<Record<string, number>>): void {
    this.#write(() => {
      for (const [tag, value] of Object.entries(scalars)) this.#writer?.scalar(tag, value, globalStep);
    });
  }

  /** The writer keeps what it could not write, and tries again. */
  #write(write: () => void): void {
    writingUnlessFull(this.#folder, this.#options.onWarning, write);
  }
}
