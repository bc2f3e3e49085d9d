// A whole training of a tiny net in a run folder, in a process that may be killed: begins the run, or resumes it if it
// was begun. What to do comes as JSON in the first argument. Prints each event's kind on a line of its own, and at the
// end how it ended as JSON.
import fs from 'node:fs';
import { trainUntilStopped } from '../../src/cli/train-until-stopped.ts';
import { GoogLeNetError } from '../../src/errors/googlenet-error.ts';
import { FoundRun } from '../../src/runs/found-run.ts';
import { RunFolder } from '../../src/runs/run-folder.ts';
import { TrainingRun, type TrainingRunOptions } from '../../src/runs/training-run.ts';
import { TinyNet } from '../support/small-nets.ts';
import { createTinyTrainer } from '../support/tiny-training.ts';

export interface ChildOptions {
  readonly folder: string;
  /** Milliseconds since 1970 at which to take the folder: racers begin at one moment, when all have loaded. */
  readonly startAt?: number;
  /** Milliseconds that each operation on a file waits, so that a kill lands between two of one save. */
  readonly slowDisk?: number;
  /** Milliseconds that each step waits. */
  readonly slowSteps?: number;
}

/** How a child ended; `code` and `message` of an error. */
export interface ChildEnd {
  readonly outcome?: string;
  readonly code?: string;
  readonly message?: string;
}

const epochs = 4;
const exitCodes = { SIGINT: 130, SIGTERM: 143 } as const;
const signals = ['SIGINT', 'SIGTERM'] as const;

const { folder: path, startAt = 0, slowDisk = 0, slowSteps = 0 }: ChildOptions = JSON.parse(process.argv[2]);
const folder = new RunFolder(path);
const options: TrainingRunOptions = {
  config: { version: 1, model: 'TinyNet', options: {} },
  logEvery: 2,
  checkpointEvery: 3,
  saveBest: true,
  onWarning: (text) => console.log(`warning: ${text}`),
  ...(slowDisk === 0 ? {} : { files: slowFiles(slowDisk) }),
};

pause(Math.max(0, startAt - Date.now()));
try {
  await train();
} catch (error) {
  if (!(error instanceof GoogLeNetError)) throw error;
  tell({ code: error.code, message: error.message });
  process.exitCode = 1;
}

async function train(): Promise<void> {
  using found = fs.existsSync(folder.config) ? FoundRun.open(folder) : undefined;
  using run = found === undefined ? TrainingRun.begin(folder, options) : TrainingRun.resume(found, options);
  const state = found?.checkpoint?.state;
  const epochsLeft = epochs - (state?.history.length ?? 0);
  if (epochsLeft === 0) {
    run.end();
    tell({ outcome: 'completed' });
    return;
  }
  const model = new TinyNet();
  await using trainer = createTinyTrainer(model, { engine: 'reference', ...(state && { resumeFrom: state }) });
  run.record(trainer, model);
  trainer.observe(({ kind }) => {
    console.log(kind);
    pause(slowSteps);
  });
  const context = {
    onStopSignal(listener: (signal: (typeof signals)[number]) => void) {
      for (const signal of signals) process.on(signal, listener);
      return () => {};
    },
    exit: (code: number) => process.exit(code),
  };
  const { outcome, signal } = await trainUntilStopped(trainer, epochsLeft, context, () => console.log('stopping'));
  if (signal !== undefined) process.exitCode = exitCodes[signal];
  tell({ outcome });
}

function tell(end: ChildEnd): void {
  console.log(JSON.stringify(end));
}

function pause(milliseconds: number): void {
  if (milliseconds > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

function slowFiles(milliseconds: number): typeof fs {
  return new Proxy(fs, {
    get(target, name: keyof typeof fs) {
      const operation: unknown = target[name];
      if (typeof operation !== 'function') return operation;
      return (...values: unknown[]) => {
        pause(milliseconds);
        return operation.apply(target, values);
      };
    },
  });
}
