// metrics.jsonl read back whole, for plots. Lines that cannot be understood are left out and counted.
import { reasonOf } from '../errors/reason-of.ts';
import { largestLinesFile, readRegularFileSync } from '../formats/regular-file.ts';
import { type MetricsLine, parseMetricsLine } from '../metrics/metrics-line.ts';
import type { RunFolder } from './run-folder.ts';
import { RunFolderError } from './run-folder-error.ts';

export interface RunMetrics {
  readonly steps: readonly Extract<MetricsLine, { kind: 'step' }>[];
  readonly epochs: readonly Extract<MetricsLine, { kind: 'epoch' }>[];
  /** Finished ones: a training may just be writing the last. */
  readonly unreadableLines: number;
}

/** @throws RunFolderError where the file cannot be read */
export function readMetrics(folder: RunFolder): RunMetrics {
  const texts = readText(folder.metrics).split('\n');
  const lines = texts.flatMap((text) => parseMetricsLine(text) ?? []);
  return {
    steps: lines.filter((line) => line.kind === 'step'),
    epochs: lines.filter((line) => line.kind === 'epoch'),
    unreadableLines: texts.slice(0, -1).filter((text) => text !== '' && parseMetricsLine(text) === undefined).length,
  };
}

function readText(path: string): string {
  try {
    return readRegularFileSync(path, largestLinesFile).toString();
  } catch (cause) {
    throw new RunFolderError(`${path}: cannot be read: ${reasonOf(cause)}`, { cause });
  }
}
