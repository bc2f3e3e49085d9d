// Makes a folder with those above it that are missing. Node's own `recursive` never comes back where the system calls a
// folder missing in one that is there, as in /proc.
import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** @throws the system's own error */
export function makeFolder(path: string): void {
  const problem = make(path);
  if (problem === undefined) return;
  if (problem.code !== 'ENOENT' || dirname(path) === path) throw problem;
  makeFolder(dirname(path));
  const remaining = make(path);
  if (remaining !== undefined) throw remaining;
}

/** @returns the error that kept it from being made, if any */
function make(path: string): NodeJS.ErrnoException | undefined {
  try {
    mkdirSync(path);
    return undefined;
  } catch (error) {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return undefined;
    return error as NodeJS.ErrnoException;
  }
}
