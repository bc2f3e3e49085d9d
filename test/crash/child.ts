// A whole training of a tiny net in a run folder, in a process that may be killed: begins the run, or resumes it if it
// was begun. What to do comes as JSON in the first argument. Prints each event's kind on a line of its own, and at the
// end how it ended as JSON.
import fs from 'node:fs';
import { onStopSignal, signalExitCodes } from '../../src/cli/terminal/stop-signals.ts';
import { trainUntilStopped } from '../../src/cli/train/train-until-stopped.ts';
import { GoogLeNetError } from '../../src/errors/googlenet-error.ts';
import { FoundRun } from '../../src/runs/found-run.ts';
import { RunFolder } from '../../src/runs/run-folder.ts';
import { TrainingRun, type TrainingRunOptions } from '../../src/runs/training-run.ts';
import { TinyNet } from '../support/small-nets.ts';
import { createTinyTrainer } from '../support/tiny-training.ts';

export interface ChildOptions {
  readonly folder: string;
  /** A file: when it is there the folder is taken, after `ready`. So racers begin at one moment, when all have loaded. */
  readonly startGate?: string;
  /** Milliseconds that each operation on a file waits, so that a kill lands between two of one save. */
  readonly slowDisk?: number;
  /** Stands still at this event, counted from 1, until a file is there: however slow the others are, it is found there. */
  readonly hold?: { readonly kind: string; readonly times: number; readonly gate: string };
}

/** How a child ended; `code` and `message` of an error. */
export interface ChildEnd {
  readonly outcome?: string;
  readonly code?: string;
  readonly message?: string;
}

const epochs = 4;

const { folder: path, startGate, slowDisk = 0, hold }: ChildOptions = JSON.parse(process.argv[2]);
const folder = new RunFolder(path);
const options: TrainingRunOptions = {
  config: { version: 1, model: 'TinyNet', options: {} },
  logEvery: 2,
  checkpointEvery: 3,
  saveBest: true,
  onWarning: (text) => console.log(`warning: ${text}`),
  ...(slowDisk === 0 ? {} : { files: slowFiles(slowDisk) }),
};

if (startGate !== undefined) {
  console.log('ready');
  waitFor(startGate);
}
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
  await using trainer = await createTinyTrainer(model, { engine: 'reference', ...(state && { resumeFrom: state }) });
  run.record(trainer, model);
  let times = 0;
  trainer.observe(({ kind }) => {
    console.log(kind);
    if (hold !== undefined && kind === hold.kind && ++times === hold.times) waitFor(hold.gate);
  });
  const context = { onStopSignal, exit: (code: number) => process.exit(code) };
  const { outcome, signal } = await trainUntilStopped(trainer, epochsLeft, context, () => console.log('stopping'));
  if (outcome !== 'stopped') run.end();
  if (signal !== undefined) process.exitCode = signalExitCodes[signal];
  tell({ outcome });
}

function tell(end: ChildEnd): void {
  console.log(JSON.stringify(end));
}

function waitFor(gate: string): void {
  while (!fs.existsSync(gate)) pause(1);
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
