// What happens when the file system refuses: a full disk is waited out, everything else ends the training.
import { reasonOf } from '../errors/reason-of.ts';
import { isSystemError } from '../errors/system-error.ts';
import { writeHint } from '../errors/write-hint.ts';
import { RunFolderError } from './run-folder-error.ts';

/** Told in one line of what went wrong without ending the training. */
export type WarningListener = (text: string) => void;

/** @throws RunFolderError with the system's error as its cause */
export function writing<Result>(path: string, write: () => Result): Result {
  try {
    return write();
  } catch (cause) {
    throw new RunFolderError(`${path}: cannot be written: ${reasonOf(cause)}`, {
      ...writeHint(cause, 'choose another folder with --run'),
      cause,
    });
  }
}

/**
 * As `writing`, but where the disk is full it only warns.
 * @returns whether it was written
 */
export function writingUnlessFull(path: string, onWarning: WarningListener, write: () => void): boolean {
  try {
    write();
    return true;
  } catch (error) {
    if (!isDiskFull(error)) return writing(path, () => raise(error));
    onWarning(`${path} could not be written, the disk is full; the next save tries again`);
    return false;
  }
}

/** No space, or no more of the user's share. */
export function isDiskFull(error: unknown): boolean {
  return isSystemError(error, 'ENOSPC', 'EDQUOT');
}

function raise(error: unknown): never {
  throw error;
}
