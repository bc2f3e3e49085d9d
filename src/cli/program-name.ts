// How this program is called where its user is. see: errors/as-called.ts
import { existsSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import type { Environment } from './command-context.ts';

export interface Installation {
  /** The program's own file, bin/googlenet.js, absolute. */
  readonly file: string;
  readonly env: Environment;
  /** Undefined where it was deleted. */
  readonly workingDirectory: string | undefined;
}

/** npm itself puts these into the path of what it starts. */
const ofNpm = /[\\/](node_modules[\\/]\.bin|node-gyp-bin)[\\/]?$/;
/** Windows starts the second. */
const names = ['googlenet', 'googlenet.cmd'];

/** `googlenet` where the path leads to it; `npx googlenet` in its checkout, and in a project that has it; else by its file. */
export function findProgram({ file, env, workingDirectory }: Installation): string {
  const folders = (env.PATH ?? env.Path ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '' && !ofNpm.test(folder));
  if (folders.some((folder) => holds(folder, file))) return 'googlenet';
  if (env.npm_lifecycle_event === 'npx') return 'npx googlenet';
  if (workingDirectory === undefined) return `node ${quoted(file)}`;
  const isOfProject = (folder: string) =>
    folder === dirname(dirname(file)) || holds(join(folder, 'node_modules', '.bin'), file);
  if (withParents(workingDirectory).some(isOfProject)) return 'npx googlenet';
  return `node ${quoted(file)}`;
}

/** Whether the folder has the program. On Windows it is no link there, and does not say where it leads. */
function holds(folder: string, file: string): boolean {
  return names.some((name) => {
    const path = join(folder, name);
    return existsSync(path) && (name.endsWith('.cmd') || realpathSync(path) === realpathSync(file));
  });
}

function withParents(folder: string): readonly string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...withParents(parent)];
}

function quoted(path: string): string {
  return /^[\w./\\:-]+$/.test(path) ? path : `"${path}"`;
}
