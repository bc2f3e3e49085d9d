// What happens when the file system does not let us look: "cannot be read" is not "is not there".
import { type Stats, statSync } from 'node:fs';
import { reasonOf } from '../errors/reason-of.ts';
import { isSystemError } from '../errors/system-error.ts';
import { RunFolderError } from './run-folder-error.ts';

const usualHint = 'make it readable, or put it back as it was; nothing was changed';

/** @throws RunFolderError with the system's error as its cause */
export function reading<Result>(path: string, read: () => Result, hint = usualHint): Result {
  try {
    return read();
  } catch (cause) {
    throw new RunFolderError(`${path}: cannot be read: ${reasonOf(cause)}`, { hint, cause });
  }
}

/** @returns undefined where nothing is there. @throws RunFolderError where something is that cannot be read */
export function readingIfThere<Result>(path: string, read: () => Result): Result | undefined {
  return unlessMissing(path, read, ['ENOENT']);
}

/** @returns undefined where nothing is there. @throws RunFolderError where the system does not tell */
export function statIfThere(path: string): Stats | undefined {
  // ENOTDIR: a file stands where a folder on the way to it would be.
  return unlessMissing(path, () => statSync(path), ['ENOENT', 'ENOTDIR']);
}

/** @throws RunFolderError where the system does not tell */
export function isThere(path: string): boolean {
  return statIfThere(path) !== undefined;
}

function unlessMissing<Result>(path: string, read: () => Result, codes: readonly string[]): Result | undefined {
  return reading(path, () => {
    try {
      return read();
    } catch (error) {
      if (isSystemError(error, ...codes)) return undefined;
      throw error;
    }
  });
}
