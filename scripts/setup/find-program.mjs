// Where a program of the system is, by the names that it may have.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * @param {readonly string[]} names the preferred one first
 * @returns {string | undefined} its path
 */
export function findProgram(names, folders = (process.env.PATH ?? '').split(delimiter)) {
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find((path) => existsSync(path));
}
