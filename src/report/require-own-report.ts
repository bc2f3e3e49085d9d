// A report replaces an earlier report, and nothing else: a folder that somebody names may hold files of theirs.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { WriteError } from '../errors/write-error.ts';
import { RunFolder } from '../runs/run-folder.ts';
import { evaluationFile, isEvaluation } from './write-evaluation.ts';

/** @throws WriteError for a folder that is neither a run's nor an earlier report's and holds files of these names */
export function requireOwnReport(folder: string, files: readonly string[]): void {
  const taken = files.filter((file) => existsSync(join(folder, file)));
  if (taken.length === 0 || new RunFolder(folder).holdsRun || isEvaluation(join(folder, evaluationFile('test'))))
    return;
  throw new WriteError(`${folder}: holds ${taken.join(', ')}, which no report wrote`, {
    hint: 'choose another folder; nothing was changed',
  });
}
