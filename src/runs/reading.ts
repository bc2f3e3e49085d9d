// What happens when the file system does not let us look: "cannot be read" is not "is not there".
import { type Stats, statSync } from 'node:fs';
import { reasonOf } from '../errors/reason-of.ts';
import { RunFolderError } from './run-folder-error.ts';
import { isSystemError } from './system-error.ts';

const usualHint = 'make it readable, or put it back as it was; nothing was changed';

/** @throws RunFolderError with the system's error as its cause */
export function reading<Result>(path: string, read: () => Result, hint = usualHint): Result {
  try {
    return read();
  } catch (cause) {
    throw new RunFolderError(`${path}: cannot be read: ${reasonOf(cause)}`, { hint, cause });
  }
}

/** @returns undefined where nothing is there. @throws RunFolderError where the system does not tell */
export function statIfThere(path: string): Stats | undefined {
  return reading(path, () => {
    try {
      return statSync(path);
    } catch (error) {
      // ENOTDIR: a file stands where a folder on the way to it would be.
      if (isSystemError(error, 'ENOENT', 'ENOTDIR')) return undefined;
      throw error;
    }
  });
}

/** @throws RunFolderError where the system does not tell */
export function isThere(path: string): boolean {
  return statIfThere(path) !== undefined;
}
