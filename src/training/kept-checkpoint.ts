// A training's checkpoint as a file that the browser keeps for a page. The browser writes beside the old file and replaces it when
// the new one is whole; so whatever ends the page, and whether the storage is full, one whole checkpoint stays.
import { OptionError } from '../errors/option-error.ts';
import { reasonOf } from '../errors/reason-of.ts';
import { requireType } from '../errors/require-option.ts';
import { WriteError } from '../errors/write-error.ts';
import { decodeCheckpoint, encodeCheckpoint } from './checkpoint.ts';
import type { CheckpointPolicy } from './trainer-options.ts';
import type { TrainingState } from './training-state.ts';

/** A folder of a browser: `await navigator.storage.getDirectory()`, or one that the user chose. */
export interface BrowserDirectory {
  getFileHandle(name: string, options?: { readonly create?: boolean }): Promise<BrowserFile>;
}

/** A file of a browser: FileSystemFileHandle. */
export interface BrowserFile {
  getFile(): Promise<{ arrayBuffer(): Promise<ArrayBuffer> }>;
  createWritable(): Promise<{
    write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
    close(): Promise<void>;
    abort(): Promise<void>;
  }>;
}

/** What `keepInBrowser` takes beside the place. */
export interface KeepOptions {
  /** Steps between two checkpoints; there is one behind each epoch and at a stop anyway. */
  readonly everySteps?: number;
  /**
   * Told, in one line, where the storage is full: the old checkpoint stays, the training goes on, and the next one is tried
   * again. Default: a full storage ends the training with a WriteError.
   */
  readonly onWarning?: (text: string) => void;
}

/**
 * Keeps a training's state as a file, for `trainer.keepCheckpoints`.
 * @param directory whose file `name` is replaced, in one step, by each checkpoint
 * @returns a policy whose `save` throws a WriteError where the file cannot be written
 * @example
 * ```ts
 * import { type BrowserDirectory, keepInBrowser, type Trainer } from 'googlenet/web';
 * export async function trainAndKeep(trainer: Trainer, directory: BrowserDirectory) {
 *   trainer.keepCheckpoints(keepInBrowser(directory, 'mine.safetensors', { everySteps: 50, onWarning: console.warn }));
 *   await trainer.train(10);
 * }
 * ```
 */
export function keepInBrowser(directory: BrowserDirectory, name: string, options: KeepOptions = {}): CheckpointPolicy {
  requirePlace(directory, name);
  const { everySteps, onWarning } = options;
  if (onWarning !== undefined) requireType('onWarning', onWarning, 'function');
  return {
    ...(everySteps === undefined ? {} : { everySteps }),
    async save(state) {
      try {
        await write(directory, name, encodeCheckpoint({ state, configuration: {} }) as Uint8Array<ArrayBuffer>);
      } catch (cause) {
        if (onWarning === undefined || !isStorageFull(cause)) throw notWritten(name, cause);
        onWarning(`${name} could not be written, the browser's storage is full; the next save tries again`);
      }
    },
  };
}

/**
 * The state that `keepInBrowser` has kept, for `resumeFrom`.
 * @returns undefined where there is none
 * @throws DamagedCheckpointError or CheckpointError for a file that is no whole checkpoint
 */
export async function keptInBrowser(directory: BrowserDirectory, name: string): Promise<TrainingState | undefined> {
  requirePlace(directory, name);
  const file = await directory.getFileHandle(name).catch((error: unknown) => {
    if (nameOf(error) === 'NotFoundError') return undefined;
    throw error;
  });
  if (file === undefined) return undefined;
  const bytes = new Uint8Array(await (await file.getFile()).arrayBuffer());
  // What was opened for writing for the first time, and never closed, is empty.
  return bytes.length === 0 ? undefined : decodeCheckpoint(bytes, name).state;
}

async function write(directory: BrowserDirectory, name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const file = await directory.getFileHandle(name, { create: true });
  const writable = await file.createWritable();
  try {
    await writable.write(bytes);
  } catch (error) {
    await writable.abort().catch(() => {});
    throw error;
  }
  await writable.close();
}

function requirePlace(directory: BrowserDirectory, name: string): void {
  if (typeof directory?.getFileHandle !== 'function') {
    throw new OptionError('directory is no folder of a browser', {
      hint: 'give await navigator.storage.getDirectory()',
    });
  }
  requireType('name', name, 'string');
}

function notWritten(name: string, cause: unknown): WriteError {
  return new WriteError(`${name}: cannot be written: ${reasonOf(cause)}`, {
    ...(isStorageFull(cause) ? { hint: 'free some space: delete what the pages of this site keep' } : {}),
    cause,
  });
}

function isStorageFull(error: unknown): boolean {
  return nameOf(error) === 'QuotaExceededError';
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : '';
}
