// The options of every command that computes: which engine, and where oneDNN is.
import { resolve } from 'node:path';
import { engineNames } from '../engines/open-engine.ts';
import { choice, path } from './option-values.ts';
import { option } from './options.ts';

export const engineOption = () =>
  option(
    '--engine <name>',
    `what computes: auto (the fastest here), ${engineNames.join(', ')}`,
    choice(['auto', ...engineNames]).default('auto'),
  );

export const onednnOption = () =>
  option('--onednn <file>', 'the oneDNN library (default: searched in the usual places)', path('a file').optional());

/** A bare name is left to the system's loader; a path is meant from the working directory. */
export function resolveLibrary(file: string, workingDirectory: string): string {
  return /[\\/]/.test(file) ? resolve(workingDirectory, file) : file;
}
