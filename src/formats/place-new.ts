// Gives a file a second name in one step, even if others try the same: nothing is overwritten.
import { constants, copyFileSync, linkSync } from 'node:fs';
import { isSystemError } from '../errors/system-error.ts';

/** @throws the system's own error; its `code` is EEXIST where something is there already */
export function placeNew(file: string, path: string): void {
  try {
    linkSync(file, path);
  } catch (error) {
    if (isSystemError(error, 'EEXIST')) throw error;
    // This file system has no hard links.
    copyFileSync(file, path, constants.COPYFILE_EXCL);
  }
}
