// The options of every command that computes: which engine, where oneDNN is, how many threads.
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import type { Engine } from '../../engines/engine.ts';
import { type EngineName, type EngineOptions, engineNames } from '../../engines/open-engine.ts';
import { type EngineFacts, openTrainingEngine } from '../../engines/open-training-engine.ts';
import { type Precision, precisions } from '../../engines/precision.ts';
import { cacheDirectory } from '../cache-directory.ts';
import type { CommandContext } from '../command-context.ts';
import { type Language, localeLanguage } from '../terminal/language.ts';
import { printError } from '../terminal/report-error.ts';
import type { Cap } from './notes.ts';
import { choice, path, wholeNumber, word } from './option-values.ts';
import { option } from './options.ts';

export const engineOption = () =>
  option(
    '--engine <name>',
    `what computes: auto (the fastest here), ${engineNames.join(', ')}`,
    choice(['auto', ...engineNames]).default('auto'),
  );

export const deviceOption = () =>
  option(
    '--device <gpu>',
    'which GPU: its number in the list of googlenet doctor, or a part of its name; means --engine webgpu (default: the one that the system puts first)',
    word('a GPU').optional(),
  );

export const onednnOption = () =>
  option('--onednn <file>', 'the oneDNN library (default: searched in the usual places)', path('a file').optional());

export const threadsOption = () =>
  option('--threads <count>', 'threads that compute (default: all cores)', wholeNumber({ least: 1 }).optional(), {
    cap: coresHere,
  });

export const precisionOption = () =>
  option(
    '--precision <name>',
    `of what flows through the network: ${precisions.join(', ')} (oneDNN, on processors that have it), or auto, the faster one; weights stay float32 (default: float32)`,
    choice([...precisions, 'auto']).optional(),
  );

/** More threads than cores are slower, and their stacks fill the memory. */
export function coresHere(): Cap {
  const most = availableParallelism();
  return { most, of: 'the cores of this machine' };
}

/** Options that were given and that the chosen engine has no use for. */
export function uselessEngineOptions(
  { engine }: Pick<ChosenEngine, 'engine'>,
  given: ReadonlyMap<string, unknown>,
): readonly string[] {
  const notes: string[] = [];
  if (given.has('threads') && engine === 'reference') {
    notes.push('--threads has no effect on the engine reference, which computes on one thread');
  }
  if (given.has('onednn') && engine !== 'auto' && engine !== 'onednn') {
    notes.push(`--onednn has no effect on the engine ${engine}`);
  }
  if (given.has('device') && engine !== 'auto' && engine !== 'webgpu') {
    notes.push(`--device has no effect on the engine ${engine}`);
  }
  return notes;
}

export interface ChosenEngine {
  readonly engine: EngineName | 'auto';
  readonly device?: string | undefined;
  readonly onednn?: string | undefined;
  readonly threads?: number | undefined;
  readonly precision?: Precision | 'auto' | undefined;
  readonly allowEngineChange?: boolean | undefined;
  /** What the user reads. */
  readonly lang?: Language | undefined;
}

/** What decides where the library is, and how it is spoken of. */
export type EngineContext = Pick<CommandContext, 'workingDirectory' | 'env' | 'program'>;

/**
 * @param saved of a training that goes on
 * @throws EngineError where this machine lacks it
 */
export function openChosenEngine(
  { engine, allowEngineChange = false, ...options }: ChosenEngine,
  surroundings: EngineContext,
  saved?: EngineFacts,
): Promise<Engine> {
  return openTrainingEngine(saved, { engine, allowEngineChange, ...engineOptions(options, surroundings) });
}

export function engineOptions(
  { device, onednn, threads, precision, lang }: Omit<ChosenEngine, 'engine'>,
  { workingDirectory, env, program }: EngineContext,
): EngineOptions {
  const language = lang ?? localeLanguage(env);
  return {
    ...cacheDirectory(env),
    describe: (error) => printError(error, { program, language }).join('\n'),
    ...(device === undefined ? {} : { device }),
    ...(threads === undefined ? {} : { threads }),
    ...(precision === undefined ? {} : { precision }),
    ...(onednn === undefined ? {} : { onednn: resolveLibrary(onednn, workingDirectory) }),
  };
}

/** A file is meant from the working directory; a bare name that is none is left to the system's loader. */
function resolveLibrary(file: string, workingDirectory: string): string {
  const path = resolve(workingDirectory, file);
  return /[\\/]/.test(file) || existsSync(path) ? path : file;
}
