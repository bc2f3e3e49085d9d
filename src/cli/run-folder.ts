// The folder of a run: metrics.jsonl grows line by line, weights/last.safetensors is replaced after each epoch and at a stop.
import { appendFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { writeSafetensors } from '../formats/safetensors.ts';
import type { Module } from '../nn/module.ts';
import type { TrainingEvent, TrainingObserver } from '../training/events.ts';
import { isLoggedStep } from './logged-step.ts';
import { RunFolderError } from './run-folder-error.ts';
import type { UsageProblem } from './usage-error.ts';

const metricsFile = 'metrics.jsonl';
const weightsFile = join('weights', 'last.safetensors');

export class RunFolder {
  readonly #given: string | undefined;
  readonly #workingDirectory: string;
  /** Undefined before the training starts. */
  #path: string | undefined;

  /**
   * Makes nothing yet: a training that fails before its start leaves no folder behind.
   * @param given default: the next of runs/googlenet-1, -2, …
   */
  constructor(given: string | undefined, workingDirectory: string) {
    this.#given = given;
    this.#workingDirectory = workingDirectory;
  }

  /** Known once the training has started; relative where it lies inside the working directory. */
  get shownPath(): string {
    const path = this.#startedPath();
    const inside = relative(this.#workingDirectory, path);
    return inside === '' || inside.startsWith('..') ? path : inside;
  }

  /** Where the folder holds a run already, which is not to be lost. */
  get problem(): UsageProblem | undefined {
    if (this.#given === undefined) return undefined;
    if (!existsSync(join(resolve(this.#workingDirectory, this.#given), metricsFile))) return undefined;
    return {
      code: 'INVALID_OPTION',
      message: `--run is '${this.#given}', which already holds a run (${metricsFile})`,
      hint: 'choose another folder, or leave --run out for a new one',
    };
  }

  get files(): readonly string[] {
    return [metricsFile, weightsFile];
  }

  /**
   * Writes what the trainer tells, and the model's weights whenever the trainer has put them back into it.
   * @throws RunFolderError inside the training where something cannot be written
   */
  observe(model: Module, { logEvery }: { readonly logEvery: number }): TrainingObserver {
    return (event) => {
      if (event.kind === 'start') this.#path = createFolder(this.#given, this.#workingDirectory);
      if (event.kind === 'step' && isLoggedStep(event, logEvery)) this.#append(stepLine(event));
      if (event.kind === 'epoch') this.#append(epochLine(event));
      if (event.kind === 'epoch' || (event.kind === 'end' && event.stopped)) this.#writeWeights(model);
    };
  }

  #append(line: object): void {
    const path = join(this.#startedPath(), metricsFile);
    writing(path, () => appendFileSync(path, `${JSON.stringify(line)}\n`));
  }

  #writeWeights(model: Module): void {
    const path = join(this.#startedPath(), weightsFile);
    const tensors = [...model.stateDict()].map(([name, tensor]) => [name, { dtype: 'F32', ...tensor }] as const);
    // PyTorch's own tools refuse a file without this entry.
    writing(path, () => writeSafetensors(path, new Map(tensors), { format: 'pt' }));
  }

  #startedPath(): string {
    if (this.#path === undefined) throw new Error('the run folder is used before the training starts');
    return this.#path;
  }
}

/** @returns its path, absolute; there is an empty metrics file in it */
function createFolder(given: string | undefined, workingDirectory: string): string {
  const path = given === undefined ? makeNumbered(join(workingDirectory, 'runs')) : resolve(workingDirectory, given);
  writing(path, () => {
    mkdirSync(join(path, 'weights'), { recursive: true });
    // 'wx': of two runs that begin at once, one fails instead of mixing its lines with the other's.
    writeFileSync(join(path, metricsFile), '', { flag: 'wx' });
  });
  return path;
}

function makeNumbered(parent: string): string {
  return writing(parent, () => {
    mkdirSync(parent, { recursive: true });
    const numbers = readdirSync(parent).map((name) => Number(/^googlenet-(\d+)$/.exec(name)?.[1] ?? 0));
    const path = join(parent, `googlenet-${Math.max(0, ...numbers) + 1}`);
    mkdirSync(path);
    return path;
  });
}

function writing<Result>(path: string, write: () => Result): Result {
  try {
    return write();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new RunFolderError(`${path}: cannot be written: ${reason}`, {
      hint: 'free some space, or choose another folder with --run',
      cause,
    });
  }
}

function stepLine({ kind, epoch, step, loss, accuracy, ...event }: Extract<TrainingEvent, { kind: 'step' }>): object {
  return { kind, epoch, step, loss, accuracy, lr: event.learningRate, imagesPerSecond: event.imagesPerSecond };
}

function epochLine({ epochs, ...line }: Extract<TrainingEvent, { kind: 'epoch' }>): object {
  return line;
}
