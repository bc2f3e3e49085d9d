// A report replaces an earlier report, and nothing else: a folder that somebody names may hold files of theirs.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { WriteError } from '../errors/write-error.ts';
import { RunFolder } from '../runs/run-folder.ts';
import { evaluationFile } from './write-evaluation.ts';

/** @throws WriteError for a folder that is neither a run's nor an earlier report's and holds files of these names */
export function requireOwnReport(folder: string, files: readonly string[]): void {
  const taken = files.filter((file) => existsSync(join(folder, file)));
  if (taken.length === 0 || new RunFolder(folder).holdsRun || holdsEvaluation(folder)) return;
  throw new WriteError(`${folder}: holds ${taken.join(', ')}, which no report wrote`, {
    hint: 'choose another folder; nothing was changed',
  });
}

function holdsEvaluation(folder: string): boolean {
  try {
    const value: unknown = JSON.parse(readFileSync(join(folder, evaluationFile('test')), 'utf8'));
    return typeof value === 'object' && value !== null && 'version' in value && 'confusionMatrix' in value;
  } catch {
    return false;
  }
}
