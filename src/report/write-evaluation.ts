// An evaluation as a file of the run's folder, and how every file of a report is written: all at once or not at all.
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { reasonOf } from '../errors/reason-of.ts';
import { WriteError } from '../errors/write-error.ts';
import type { ClassificationReport } from '../evaluation/classification-report.ts';
import { replaceFile } from '../formats/atomic-file.ts';

/** In the run's folder. The one without a suffix is on the test images. */
export function evaluationFile(split: 'train' | 'test'): string {
  return split === 'test' ? 'evaluation.json' : `evaluation-${split}.json`;
}

/** @throws WriteError naming the file; what it held before is then still there */
export function writeEvaluation(path: string, report: ClassificationReport): void {
  writeResult(path, `${JSON.stringify(report, undefined, 2)}\n`);
}

/** Makes the folder too. @throws WriteError */
export function writeResult(path: string, content: string | Uint8Array): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    replaceFile(path, [typeof content === 'string' ? new TextEncoder().encode(content) : content]);
  } catch (cause) {
    throw new WriteError(`${path}: cannot be written: ${reasonOf(cause)}`, {
      hint: 'free some space, or check the permissions of the folder',
      cause,
    });
  }
}
