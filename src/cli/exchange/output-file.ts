// The file given with --out or --csv: it must be new, and its writing fails in one line.
import { lstatSync } from 'node:fs';
import { resolve } from 'node:path';
import { invalidOption } from '../options/usage-error.ts';

/** @returns its absolute path @throws UsageError where something is there already: nothing is ever written over */
export function requireNew(out: string, workingDirectory: string, option = '--out'): string {
  const path = resolve(workingDirectory, out);
  if (isFree(path)) return path;
  const hint = 'choose another name, or remove it first';
  throw invalidOption(`${option} is '${out}', which exists already`, hint);
}

/** A link that leads nowhere is there all the same. What cannot be seen fails when it is written, and is then new or not. */
function isFree(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) === undefined;
  } catch {
    return true;
  }
}
