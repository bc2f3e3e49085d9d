// A training in its folder, which holds its lock: writes down what the trainer tells and hands out. Before a checkpoint is
// saved, every line and weight that came before it is on the disk.
import { type FileOperations, replaceFile } from '../formats/atomic-file.ts';
import { encodeSafetensors } from '../formats/safetensors.ts';
import type { HeldOutPart } from '../metrics/metric-table.ts';
import type { Module } from '../nn/module.ts';
import { printTask } from '../tasks/task.ts';
import type { TrainingEvent } from '../training/events.ts';
import type { Trainer } from '../training/trainer.ts';
import type { TrainingState } from '../training/training-state.ts';
import { CheckpointStore } from './checkpoint-store.ts';
import { EventLog } from './event-log.ts';
import type { FoundRun } from './found-run.ts';
import { writeJsonFile } from './json-file.ts';
import type { LineFileOperations } from './line-file.ts';
import { isLoggedStep } from './logged-step.ts';
import { MetricsLog, noMetrics } from './metrics-log.ts';
import { takeNewFolder } from './new-folder.ts';
import { configValues, type RunConfig } from './run-config.ts';
import type { RunFolder } from './run-folder.ts';
import { RunFolderError } from './run-folder-error.ts';
import type { RunLock } from './run-lock.ts';
import { RunStateFile } from './run-state.ts';
import { type WarningListener, writing, writingUnlessFull } from './writing.ts';

export interface TrainingRunOptions {
  readonly config: RunConfig;
  /** Steps between two that get a line. */
  readonly logEvery: number;
  /** Steps between two checkpoints; default: one behind each epoch. */
  readonly checkpointEvery?: number;
  /** Also keep the checkpoint of the best epoch; its weights are kept anyway. */
  readonly saveBest?: boolean;
  /** What the epochs are judged by; default `'test'`. */
  readonly heldOut?: HeldOutPart;
  readonly onWarning: WarningListener;
  readonly files?: FileOperations & LineFileOperations;
}

export class TrainingRun implements Disposable {
  readonly folder: RunFolder;
  readonly #options: TrainingRunOptions;
  readonly #lock: RunLock;
  readonly #state: RunStateFile;
  readonly #checkpoints: CheckpointStore;
  readonly #metrics: MetricsLog;
  readonly #events: EventLog;
  /** Whether the state that is handed out next is the best one. */
  #isBest = false;
  /** What could not be written because the disk was full, to be tried again. */
  readonly #unsaved = new Map<string, () => void>();

  /** Begins a run in a new or empty folder. @throws RunFolderError, RunLockedError */
  static begin(folder: RunFolder, options: TrainingRunOptions): TrainingRun {
    const lock = takeNewFolder(folder);
    return lock.begin(() => new TrainingRun(folder, options, lock));
  }

  /** Takes a run up again where its checkpoint is, and from here on changes its folder. @throws RunFolderError */
  static resume(found: FoundRun, options: TrainingRunOptions): TrainingRun {
    return new TrainingRun(found.folder, options, found.lock, found);
  }

  private constructor(folder: RunFolder, options: TrainingRunOptions, lock: RunLock, found?: FoundRun) {
    const files = options.files === undefined ? {} : { files: options.files };
    const { onWarning, config, heldOut = 'test' } = options;
    this.folder = folder;
    this.#options = options;
    this.#lock = lock;
    this.#checkpoints = new CheckpointStore(folder.checkpoints, { onWarning, ...files });
    folder.make();
    // First of a new run's files: with it, the folder can be resumed.
    writing(folder.config, () => writeJsonFile(folder.config, config, options.files));
    this.#checkpoints.setAside(found?.damaged ?? []);
    this.#metrics = new MetricsLog(folder, found?.metrics ?? noMetrics, { onWarning, heldOut, ...files });
    const checkpointSaved = found?.checkpoint !== undefined;
    this.#state = new RunStateFile(folder, { before: found?.state, checkpointSaved, onWarning, ...files });
    this.#events = new EventLog(folder.path, { onWarning, logEvery: options.logEvery });
  }

  /** What it is computed with and on, and the model's layers. */
  describe(environment: object, summary: string): void {
    const { environment: path, summary: summaryPath } = this.folder;
    writing(path, () => writeJsonFile(path, environment, this.#options.files));
    writing(summaryPath, () => replaceFile(summaryPath, [Buffer.from(`${summary.trimEnd()}\n`)], this.#options.files));
  }

  /** Writes down from now on what the trainer tells, and keeps its checkpoints. */
  record(trainer: Trainer, model: Module): void {
    const { checkpointEvery: everySteps } = this.#options;
    trainer.observe((event) => this.#observe(event, model));
    trainer.observe((event) => this.#events.observe(event));
    trainer.keepCheckpoints({
      ...(everySteps === undefined ? {} : { everySteps }),
      save: (state) => this.#save(state),
    });
  }

  /** Records that all is done, or that it was stopped. */
  end(status: 'done' | 'stopped' = 'done'): void {
    this.#state.end(status);
  }

  /** Records that the training ended by an error. */
  fail(error: unknown): void {
    this.#state.fail(error);
  }

  /** Gives the lock back. */
  [Symbol.dispose](): void {
    try {
      this.#events.close();
      this.#metrics.close();
    } finally {
      this.#lock[Symbol.dispose]();
    }
  }

  #observe(event: TrainingEvent, model: Module): void {
    if (event.kind === 'step' && isLoggedStep(event, this.#options.logEvery)) this.#metrics.addStep(event);
    if (event.kind === 'epoch') {
      this.#metrics.addEpoch(event);
      this.#isBest = event.isBest;
      this.#writeWeights(this.folder.lastWeights, model);
      if (event.isBest) this.#writeWeights(this.folder.bestWeights, model);
    }
    if (event.kind === 'end') {
      if (event.outcome === 'stopped') this.#writeWeights(this.folder.lastWeights, model);
      this.#finish();
      // Done it is when its report is there too: see `end`.
      if (event.outcome === 'stopped') this.#state.end('stopped');
    }
  }

  #save(state: TrainingState): void {
    this.#metrics.sync();
    this.#events.sync();
    const asBest = this.#isBest && this.#options.saveBest === true;
    this.#isBest = false;
    const save = () => {
      const { config } = this.#options;
      const checkpoint = { state, configuration: configValues(config), task: config.task };
      if (this.#checkpoints.save(checkpoint, { asBest })) {
        this.#unsaved.delete(this.folder.checkpoints);
        this.#state.recordCheckpoint();
      } else this.#unsaved.set(this.folder.checkpoints, save);
    };
    save();
  }

  #writeWeights(path: string, model: Module): void {
    const { onWarning, files, config } = this.#options;
    const task = config.task === undefined ? {} : { task: printTask(config.task) };
    // PyTorch's own tools refuse a file without a format.
    const bytes = encodeSafetensors(model.stateDict(), { format: 'pt', ...task });
    const write = () => {
      const save = () => replaceFile(path, [bytes], files);
      if (writingUnlessFull(path, onWarning, save)) this.#unsaved.delete(path);
      else this.#unsaved.set(path, write);
    };
    write();
  }

  /** @throws RunFolderError if something is still not written */
  #finish(): void {
    for (const [, retry] of [...this.#unsaved]) retry();
    const missing = [...this.#metrics.close(), ...this.#unsaved.keys()];
    if (missing.length === 0) return;
    throw new RunFolderError(`not written, the disk is full: ${missing.join(', ')}`, {
      hint: 'free some space and go on from the last checkpoint with --resume',
    });
  }
}
