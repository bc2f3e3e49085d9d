// What a command line of `googlenet train` comes to: options, folder and config, from it alone or from the run that it
// resumes; refused before anything that takes time.
import { realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { FileList } from '../../data/image-folder/file-list.ts';
import { whyNotNew } from '../../runs/new-folder.ts';
import { findFileList } from '../../runs/open-run-data.ts';
import { isThere } from '../../runs/reading.ts';
import { isOfProgram, type RunConfig, readRunConfig } from '../../runs/run-config.ts';
import { RunFolder } from '../../runs/run-folder.ts';
import { requireUnlocked } from '../../runs/run-lock.ts';
import type { Invocation } from '../command.ts';
import { noRun } from '../options/file-door.ts';
import { lookAt } from '../options/look-at.ts';
import { invalidOption, UsageError, type UsageProblem } from '../options/usage-error.ts';
import { type EpochsChange, epochsChange, resumedOptions } from './train-config.ts';
import type { TypedTrainOptions } from './train-options.ts';

export interface RunPlan {
  readonly options: TypedTrainOptions;
  /** Undefined: the next of runs/googlenet-1, -2, … */
  readonly folder: RunFolder | undefined;
  /** Config of the run that is resumed. */
  readonly before: RunConfig | undefined;
  /** The pictures that a resumed run learns from; undefined where it learns from no folder. */
  readonly list?: FileList | undefined;
  /** Change in the number of epochs; only for a resumed run. */
  readonly epochsChange?: EpochsChange | undefined;
}

/** @throws UsageError; RunLockedError for a folder that another process trains in; RunFolderError for a damaged one */
export function planRun(typed: TypedTrainOptions, invocation: Invocation, workingDirectory: string): RunPlan {
  const place = typed.resume ?? typed.run;
  const absolute = absolutePaths(typed, workingDirectory);
  const folder = place === undefined ? undefined : new RunFolder(resolve(workingDirectory, place));
  if (folder !== undefined) requireUnlocked(folder.lock, { force: typed.force });
  if (typed.resume === undefined || folder === undefined) {
    requireUsable(absolute, typed, folder ?? new RunFolder(join(workingDirectory, 'runs')));
    return { options: absolute, folder, before: undefined };
  }

  if (!isThere(folder.config)) {
    const given = `--resume is '${typed.resume}'`;
    throw noRun(folder.path, { given, shown: typed.resume, hint: 'give a run folder, e.g. runs/googlenet-1' });
  }
  const before = readRunConfig(folder);
  if (isOfProgram(before)) {
    const message = `--resume is '${typed.resume}', which a program of its own trained, with recordRun: only that can go on with it`;
    const hint =
      before.task === undefined
        ? 'give that program the checkpoint as resumeFrom'
        : `give that program the checkpoint as resumeFrom, or start a new run with --init ${typed.resume}`;
    throw invalidOption(message, hint);
  }
  const options = absolutePaths(resumedOptions(before, invocation), workingDirectory);
  requireUsable(options, options, folder);
  return { options, folder, before, list: findFileList(folder), epochsChange: epochsChange(before, options) };
}

/** The options with absolute paths, so that a run means the same files wherever it is resumed. */
function absolutePaths(options: TypedTrainOptions, workingDirectory: string): TypedTrainOptions {
  const absolute = (path: string | undefined) => (path === undefined ? undefined : resolve(workingDirectory, path));
  return { ...options, init: absolute(options.init), data: absolute(options.data) };
}

/** @param typed what to show of paths. @param folder of the run, or the one in which a numbered folder will be made */
function requireUsable(
  { run, resume, init, data }: TypedTrainOptions,
  typed: TypedTrainOptions,
  folder: RunFolder,
): void {
  const problems: UsageProblem[] = [];
  const reason = run !== undefined && resume === undefined && whyNotNew(folder, { hasDied: isThere(folder.lock) });
  if (reason) {
    problems.push({
      code: 'INVALID_OPTION',
      message: `--run is '${run}', which ${reason}`,
      hint: hintForTakenFolder(folder, run),
    });
  }
  const initHint = 'give a run folder such as runs/googlenet-1, or a .safetensors file';
  if (init !== undefined && lookAt(init, `--init is '${typed.init}'`, initHint) === undefined) {
    const message = `--init is '${typed.init}', which does not exist`;
    problems.push({ code: 'INVALID_OPTION', message, hint: initHint });
  }
  if (data !== undefined && isInside(folder.path, data)) {
    const message = `--data is '${typed.data}', and the run would be written into it, to ${folder.path}`;
    problems.push({
      code: 'INVALID_OPTION',
      message,
      hint: 'give a --run elsewhere: nothing is written among your pictures',
    });
  }
  if (problems.length > 0) throw new UsageError(problems);
}

/** By their real paths, as far as they exist. */
function isInside(path: string, folder: string): boolean {
  const way = relative(realPath(folder), realPath(path));
  return way === '' || (!isAbsolute(way) && way.split(sep)[0] !== '..');
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(realPath(parent), basename(path));
  }
}

function hintForTakenFolder(folder: RunFolder, run: string | undefined): string {
  const elsewhere = 'choose another folder, or leave --run out for a new one';
  if (folder.holdsRun) return `go on with it by --resume, ${elsewhere}`;
  // What `import` leaves is no run that could go on.
  if (!isThere(folder.lastWeights)) return elsewhere;
  return `${elsewhere}; to begin with its weights, add --init ${join(run ?? '', relative(folder.path, folder.lastWeights))}`;
}
