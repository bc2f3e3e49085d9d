// An evaluation as a file of the run's folder, and how every file of a report is written: all at once or not at all.
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { WriteError } from '../errors/write-error.ts';
import type { ClassificationReport } from '../evaluation/classification-report.ts';
import { replaceFile } from '../formats/atomic-file.ts';
import { makeFolder } from '../formats/make-folder.ts';
import { largestTextFile, readRegularFileSync } from '../formats/regular-file.ts';
import { writingFile } from '../formats/writing-file.ts';
import type { Part } from '../metrics/metric-table.ts';
import { RunFolder } from '../runs/run-folder.ts';

/** What an evaluation was made of. */
export interface EvaluatedImages {
  /** The first so many of the split. */
  readonly images: number;
  /** Rows and columns that they were given. */
  readonly imageSize: number;
  /** Whether mirror images were predicted too. */
  readonly testTimeAugmentation?: boolean;
  /** Name of another folder than the run's own. */
  readonly of?: string;
}

/** Letters, digits and hyphens, no more than any file system takes. */
function safeName(name: string): string {
  const characters = [...name.replaceAll(/[^\p{L}\p{N}_-]+/gu, '-')];
  return characters.slice(0, longestName).join('');
}

/** Characters, of up to four bytes each. */
const longestName = 40;

/**
 * The file in the run's folder. evaluation.json is of the run's own test images, those that its epochs were tested on,
 * and evaluation-train.json of its own training images; what was made of others says so in its name, and replaces neither.
 * @param evaluated default: the run's own
 */
export function evaluationFile(
  split: Part,
  evaluated?: EvaluatedImages,
  own: EvaluatedImages | undefined = evaluated,
): string {
  const parts = ['evaluation'];
  if (evaluated?.of !== undefined) parts.push('on', safeName(evaluated.of));
  if (split !== 'test') parts.push(split);
  if (evaluated?.imageSize !== own?.imageSize) parts.push(`size-${evaluated?.imageSize}`);
  if (evaluated?.images !== own?.images) parts.push(`first-${evaluated?.images}`);
  if (evaluated?.testTimeAugmentation) parts.push('with-test-time-augmentation');
  return `${parts.join('-')}.json`;
}

/**
 * In a run's folder over whatever has the name; elsewhere, as beside weights that were imported, over an evaluation alone.
 * @throws WriteError naming the file; what it held before is then still there
 */
export function writeEvaluation(path: string, report: ClassificationReport): void {
  if (existsSync(path) && !new RunFolder(dirname(path)).holdsRun && !isEvaluation(path)) {
    throw new WriteError(`${path}: cannot be written: what is there is not an evaluation`, {
      hint: 'move it elsewhere; nothing was changed',
    });
  }
  writeResult(path, `${JSON.stringify(report, undefined, 2)}\n`);
}

/** Whether the file is one that `writeEvaluation` wrote. */
export function isEvaluation(path: string): boolean {
  try {
    const value: unknown = JSON.parse(readRegularFileSync(path, largestTextFile).toString());
    return typeof value === 'object' && value !== null && 'version' in value && 'confusionMatrix' in value;
  } catch {
    return false;
  }
}

/** Makes the folder too. @throws WriteError */
export function writeResult(path: string, content: string | Uint8Array): void {
  const write = () => {
    makeFolder(dirname(path));
    replaceFile(path, [typeof content === 'string' ? new TextEncoder().encode(content) : content]);
  };
  // Its place is beside what it tells of.
  writingFile(path, write, { isPlaceChosen: false });
}
