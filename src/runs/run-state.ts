// state.json: how a run stands, for people and other programs. It is written when a training begins, at its first
// checkpoint, and when it ends; in between, the last line of metrics.jsonl says how far it is. A process that dies cannot
// write anything, so `running` without a living holder of run.lock means `interrupted`: readRunState says so.
import { z } from 'zod';
import { DivergenceError } from '../errors/divergence-error.ts';
import { reasonOf } from '../errors/reason-of.ts';
import type { FileOperations } from '../formats/atomic-file.ts';
import { readJsonFile, writeJsonFile } from './json-file.ts';
import { isRunning } from './process-identity.ts';
import { isThere } from './reading.ts';
import type { RunFolder } from './run-folder.ts';
import { readLockHolder } from './run-lock.ts';
import { type WarningListener, writing, writingUnlessFull } from './writing.ts';

/**
 * `done` when all of the run is there, its report too, also if the epochs no longer got better; `stopped` by a signal;
 * `failed` for all other errors.
 */
const statuses = ['running', 'done', 'stopped', 'diverged', 'failed'] as const;

const stateSchema = z.object({
  status: z.enum(statuses),
  /** ISO 8601: of the first start. */
  started: z.string(),
  /** ISO 8601: when this was written. */
  updated: z.string(),
  /** Times that it was resumed. */
  resumes: z.int(),
  /** Why the run failed or diverged, in one line. */
  message: z.string().optional(),
  /** Whether a checkpoint was ever saved, so that a run without one has lost it; earlier versions did not say. */
  checkpointSaved: z.boolean().optional(),
});

export type WrittenRunState = z.output<typeof stateSchema>;
export type RunStatus = (typeof statuses)[number] | 'interrupted';
export type RunState = Omit<WrittenRunState, 'status'> & { readonly status: RunStatus };

/** @throws RunFolderError for a folder without one, or a file that was damaged */
export function readRunState(folder: RunFolder): RunState {
  // The lock is read before the state, since an ending run writes its state before it gives the lock back.
  const holder = readLockHolder(folder.lock);
  const isHeld = holder !== undefined && isRunning(holder) !== false;
  const state = readJsonFile(folder.state, stateSchema);
  return state.status === 'running' && !isHeld ? { ...state, status: 'interrupted' } : state;
}

/** @returns undefined where there is none. @throws RunFolderError for one that cannot be read or was damaged */
export function findRunState({ state }: RunFolder): WrittenRunState | undefined {
  return isThere(state) ? readJsonFile(state, stateSchema) : undefined;
}

/**
 * A run that was not done is done now.
 * @throws RunFolderError for a state that was damaged, or cannot be written
 */
export function writeDone(folder: RunFolder): void {
  const found = findRunState(folder);
  if (found === undefined || found.status === 'done') return;
  const { message: _, ...state } = found;
  const done: WrittenRunState = { ...state, status: 'done', updated: new Date().toISOString() };
  writing(folder.state, () => writeJsonFile(folder.state, done));
}

export interface RunStateFileOptions {
  /** State of the run before it was resumed. */
  readonly before?: WrittenRunState | undefined;
  /** Whether there is a checkpoint to go on from. */
  readonly checkpointSaved: boolean;
  readonly onWarning: WarningListener;
  readonly files?: FileOperations;
}

/** What the training process writes. Where the disk is full it only warns: a state is not worth a training. */
export class RunStateFile {
  readonly #path: string;
  readonly #options: RunStateFileOptions;
  #state: WrittenRunState;
  #isWritten = false;

  /** The run is running, for the first time or once more. */
  constructor({ state: path }: RunFolder, options: RunStateFileOptions) {
    const { before, checkpointSaved } = options;
    this.#path = path;
    this.#options = options;
    const now = new Date().toISOString();
    const resumes = before === undefined ? 0 : before.resumes + 1;
    this.#state = { status: 'running', started: before?.started ?? now, updated: now, resumes, checkpointSaved };
    this.#write();
  }

  /** Notes that a checkpoint was saved: if the run has none later, it has lost it. */
  recordCheckpoint(): void {
    if (this.#state.checkpointSaved && this.#isWritten) return;
    this.#state = { ...this.#state, checkpointSaved: true };
    this.#write();
  }

  end(status: 'done' | 'stopped'): void {
    this.#state = { ...this.#state, status };
    this.#write();
  }

  fail(error: unknown): void {
    const status = error instanceof DivergenceError ? 'diverged' : 'failed';
    this.#state = { ...this.#state, status, message: reasonOf(error) };
    this.#write();
  }

  #write(): void {
    const { onWarning, files } = this.#options;
    this.#state = { ...this.#state, updated: new Date().toISOString() };
    this.#isWritten = writingUnlessFull(this.#path, onWarning, () => writeJsonFile(this.#path, this.#state, files));
  }
}
