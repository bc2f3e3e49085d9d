// Which folders of the runs' folder are runs. A runs' folder that is itself a run's is the one run that there is.
import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import { basename, join, sep } from 'node:path';
import { RunFolder } from '../../runs/run-folder.ts';
import { noPackagedRuns, type PackagedRuns } from '../packaged-runs.ts';

/** By the folder's name. @param directory absolute. @param packaged which are there beside those of a folder of runs */
export async function findRuns(
  directory: string,
  packaged: PackagedRuns = noPackagedRuns,
): Promise<ReadonlyMap<string, string>> {
  if (await holdsRun(directory)) return new Map([[basename(directory), directory]]);
  const names = await readdir(directory).catch(() => []);
  const found = await Promise.all(names.map(async (name) => [name, await findRunIn(directory, name)] as const));
  return new Map([
    ...found.flatMap(([name, path]) => (path === undefined ? [] : [[name, path] as const])),
    ...packaged,
  ]);
}

/** @returns its path; undefined where no run has this name */
export async function findRun(
  directory: string,
  id: string,
  packaged: PackagedRuns = noPackagedRuns,
): Promise<string | undefined> {
  if (await holdsRun(directory)) return id === basename(directory) ? directory : undefined;
  return packaged.get(id) ?? findRunIn(directory, id);
}

async function findRunIn(directory: string, name: string): Promise<string | undefined> {
  if (!isRunName(name)) return undefined;
  const path = join(directory, name);
  const stats = await lstat(path).catch(() => undefined);
  if (stats === undefined) return undefined;
  if (stats.isSymbolicLink()) {
    const [target, root] = await Promise.all([path, directory].map((each) => realpath(each).catch(() => undefined)));
    if (target === undefined || root === undefined || !target.startsWith(root + sep)) return undefined;
  } else if (!stats.isDirectory()) {
    return undefined;
  }
  return (await holdsRun(path)) ? path : undefined;
}

/** One folder's name, and not a hidden one. */
function isRunName(name: string): boolean {
  return name !== '' && !name.startsWith('.') && !/[/\\\0]/.test(name);
}

/** A training, or weights that were imported. */
async function holdsRun(path: string): Promise<boolean> {
  const { config, metrics, bestWeights, lastWeights } = new RunFolder(path);
  const files = [config, metrics, bestWeights, lastWeights];
  const found = await Promise.all(files.map((file) => stat(file).catch(() => undefined)));
  return found.some((stats) => stats?.isFile());
}
