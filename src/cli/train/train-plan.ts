// What a command line of `googlenet train` comes to: options, folder and config, from it alone or from the run that it
// resumes; refused before anything that takes time.
import { join, relative, resolve } from 'node:path';
import { whyNotNew } from '../../runs/new-folder.ts';
import { isThere } from '../../runs/reading.ts';
import { type RunConfig, readRunConfig } from '../../runs/run-config.ts';
import { RunFolder } from '../../runs/run-folder.ts';
import { requireUnlocked } from '../../runs/run-lock.ts';
import type { Invocation } from '../command.ts';
import { lookAt } from '../options/look-at.ts';
import { UsageError, type UsageProblem } from '../options/usage-error.ts';
import { type EpochsChange, epochsChange, resumedOptions } from './train-config.ts';
import type { TrainOptions } from './train-options.ts';

export interface RunPlan {
  readonly options: TrainOptions;
  /** Undefined: the next of runs/googlenet-1, -2, … */
  readonly folder: RunFolder | undefined;
  /** Config of the run that is resumed. */
  readonly before: RunConfig | undefined;
  /** Of a resumed run. */
  readonly epochsChange?: EpochsChange | undefined;
}

/** @throws UsageError; RunLockedError for a folder that another process trains in; RunFolderError for a damaged one */
export function planRun(typed: TrainOptions, invocation: Invocation, workingDirectory: string): RunPlan {
  const place = typed.resume ?? typed.run;
  const folder = place === undefined ? undefined : new RunFolder(resolve(workingDirectory, place));
  if (folder !== undefined) requireUnlocked(folder.lock, { force: typed.force });
  if (typed.resume === undefined || folder === undefined) {
    requireUsable(typed, folder, workingDirectory);
    return { options: typed, folder, before: undefined };
  }

  if (!isThere(folder.config)) {
    const message = `--resume is '${typed.resume}', which holds no run (config.json)`;
    throw new UsageError([{ code: 'INVALID_OPTION', message, hint: 'give a run folder, e.g. runs/googlenet-1' }]);
  }
  const before = readRunConfig(folder);
  const options = resumedOptions(before, invocation);
  requireUsable(options, undefined, workingDirectory);
  return { options, folder, before, epochsChange: epochsChange(before, options) };
}

function requireUsable({ run, init }: TrainOptions, folder: RunFolder | undefined, workingDirectory: string): void {
  const problems: UsageProblem[] = [];
  const reason = folder && whyNotNew(folder, { hasDied: isThere(folder.lock) });
  if (folder !== undefined && reason !== undefined) {
    problems.push({ code: 'INVALID_OPTION', message: `--run is '${run}', which ${reason}`, hint: waysOn(folder, run) });
  }
  const initHint = 'give a .safetensors file, e.g. one of runs/*/weights';
  if (init !== undefined && lookAt(resolve(workingDirectory, init), `--init is '${init}'`, initHint) === undefined) {
    const message = `--init is '${init}', which does not exist`;
    problems.push({ code: 'INVALID_OPTION', message, hint: initHint });
  }
  if (problems.length > 0) throw new UsageError(problems);
}

function waysOn(folder: RunFolder, run: string | undefined): string {
  const elsewhere = 'choose another folder, or leave --run out for a new one';
  if (folder.holdsRun) return `go on with it by --resume, ${elsewhere}`;
  // What `import` leaves is no run that could go on.
  if (!isThere(folder.lastWeights)) return elsewhere;
  return `${elsewhere}; to begin with its weights, add --init ${join(run ?? '', relative(folder.path, folder.lastWeights))}`;
}
