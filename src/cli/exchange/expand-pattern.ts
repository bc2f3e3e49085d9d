// Names of files with `*`, `?` or `[0-9]`, as shells expand them: for those that do not, and where the pattern is in quotes.
// `**` is a folder and all below it; hidden files are meant only where the pattern says their dot.
import { type Dirent, existsSync, readdirSync } from 'node:fs';
import { join, parse, resolve, sep } from 'node:path';
import { compareCodePoints } from '../../data/image-folder/code-point-order.ts';
import { DataError } from '../../errors/data-error.ts';
import { reasonOf } from '../../errors/reason-of.ts';
import { isSystemError } from '../../errors/system-error.ts';
import { namePattern } from '../../nn/name-pattern.ts';
import { statOf } from '../options/look-at.ts';

const special = /[*?[]/;
const separators = sep === '\\' ? /[\\/]+/ : /\/+/;

/** What is there is never one. */
export function isPattern(word: string, workingDirectory: string): boolean {
  return special.test(word) && statOf(resolve(workingDirectory, word)) === undefined;
}

/** @returns what is there and fits, each once, sorted within its folder. @throws DataError for a folder that cannot be read */
export function expandPattern(pattern: string, workingDirectory: string): readonly string[] {
  const { root } = parse(pattern);
  const parts = pattern
    .slice(root.length)
    .split(separators)
    .filter((part) => part !== '');
  const found = parts.reduce<readonly string[]>(
    (paths, part) => paths.flatMap((path) => follow(path, part, workingDirectory)),
    [root],
  );
  return [...new Set(found)].filter((path) => existsSync(resolve(workingDirectory, path)));
}

function follow(path: string, part: string, workingDirectory: string): readonly string[] {
  if (!special.test(part)) return [join(path, part)];
  const entries = entriesOf(path, workingDirectory);
  if (part === '**') {
    const folders = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'));
    return [path, ...folders.flatMap(({ name }) => follow(join(path, name), part, workingDirectory))];
  }
  const expression = namePattern(part);
  const isMeant = (name: string) => expression?.test(name) === true && (part.startsWith('.') || !name.startsWith('.'));
  return entries.filter(({ name }) => isMeant(name)).map(({ name }) => join(path, name));
}

/** Entries of a folder; none if it is not one. */
function entriesOf(path: string, workingDirectory: string): readonly Dirent[] {
  try {
    const entries = readdirSync(resolve(workingDirectory, path), { withFileTypes: true });
    return entries.sort((a, b) => compareCodePoints(a.name, b.name));
  } catch (cause) {
    if (isSystemError(cause, 'ENOENT', 'ENOTDIR')) return [];
    throw new DataError(`${path}: cannot be read: ${reasonOf(cause)}`, { hint: 'check its permissions', cause });
  }
}
