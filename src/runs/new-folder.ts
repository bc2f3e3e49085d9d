// A folder for new results: nothing lies in it, so nothing can be written over, and while its lock is held nobody else
// begins in it.
import { readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { makeFolder } from '../formats/make-folder.ts';
import { reading, statIfThere } from './reading.ts';
import type { RunFolder } from './run-folder.ts';
import { RunFolderError } from './run-folder-error.ts';
import { RunLock } from './run-lock.ts';
import { writing } from './writing.ts';

const shownNames = 3;

/**
 * Makes the folder where it is missing.
 * @throws RunFolderError for one that is not empty; RunLockedError for one that another process has just begun in
 */
export function takeNewFolder(folder: RunFolder): RunLock {
  writing(folder.path, () => makeFolder(folder.path));
  const lock = RunLock.take(folder.lock);
  return lock.begin(() => {
    const reason = whyNotNew(folder, { hasDied: lock.takenFrom !== undefined });
    if (reason === undefined) return lock;
    const hint = folder.holdsRun ? 'resume it with --resume, or choose another folder' : 'choose another folder';
    throw new RunFolderError(`${folder.path}: ${reason}`, { hint });
  });
}

/**
 * @param options.hasDied whether a process died that had the lock: what it left before its first file is nothing
 * @returns e.g. `is not empty: it holds report.html`; undefined for a folder that is missing or empty
 * @throws RunFolderError where it cannot be read
 */
export function whyNotNew(folder: RunFolder, { hasDied }: { readonly hasDied: boolean }): string | undefined {
  const { path } = folder;
  const stats = statIfThere(path);
  if (stats === undefined) return undefined;
  if (!stats.isDirectory()) return 'is not a folder';
  if (folder.holdsRun) return 'already holds a run';
  const lock = basename(folder.lock);
  const names = namesIn(path).filter((name) => {
    if (name === lock || name.startsWith(`${lock}.`)) return false;
    if (hasDied && name === `${basename(folder.config)}.tmp`) return false;
    return !isEmptySubfolder(folder, join(path, name));
  });
  if (names.length === 0) return undefined;
  const more = names.length > shownNames ? ` and ${names.length - shownNames} more` : '';
  return `is not empty: it holds ${names.slice(0, shownNames).join(', ')}${more}`;
}

function isEmptySubfolder({ subfolders }: RunFolder, path: string): boolean {
  const isOurs = subfolders.includes(path) && reading(path, () => statSync(path)).isDirectory();
  return isOurs && namesIn(path).length === 0;
}

function namesIn(path: string): readonly string[] {
  return reading(path, () => readdirSync(path)).sort();
}
