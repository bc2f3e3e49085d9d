// Gives a file its place under another name in one step, whoever else tries: nothing is written over.
import { constants, copyFileSync, linkSync } from 'node:fs';
import { isSystemError } from '../errors/system-error.ts';

/** @throws the system's own error; its `code` is EEXIST where something is there already */
export function placeNew(file: string, path: string): void {
  try {
    linkSync(file, path);
  } catch (error) {
    if (isSystemError(error, 'EEXIST')) throw error;
    // The file system has no hard links.
    copyFileSync(file, path, constants.COPYFILE_EXCL);
  }
}
