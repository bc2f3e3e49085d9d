// metrics.jsonl read back, for plots. A line that is not whole, the last of a process that was killed, is left out.
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { reasonOf } from '../errors/reason-of.ts';
import type { RunFolder } from './run-folder.ts';
import { RunFolderError } from './run-folder-error.ts';

/** JSON has null for what is not a finite number. */
const metric = z.number().nullable();

const lineSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('step'), epoch: z.int(), step: z.int(), loss: metric, accuracy: metric }),
  z.object({
    kind: z.literal('epoch'),
    epoch: z.int(),
    trainLoss: metric,
    trainAccuracy: metric,
    testLoss: metric,
    testAccuracy: metric,
    seconds: z.number(),
  }),
]);

type MetricsLine = z.output<typeof lineSchema>;

export interface RunMetrics {
  readonly steps: readonly Extract<MetricsLine, { kind: 'step' }>[];
  readonly epochs: readonly Extract<MetricsLine, { kind: 'epoch' }>[];
}

/** @throws RunFolderError where the file cannot be read */
export function readMetrics(folder: RunFolder): RunMetrics {
  const text = readText(folder.metrics);
  const lines = text.split('\n').flatMap(parseLine);
  return {
    steps: lines.filter((line) => line.kind === 'step'),
    epochs: lines.filter((line) => line.kind === 'epoch'),
  };
}

function parseLine(text: string): readonly MetricsLine[] {
  try {
    const { data } = lineSchema.safeParse(JSON.parse(text));
    return data === undefined ? [] : [data];
  } catch {
    return [];
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new RunFolderError(`${path}: cannot be read: ${reasonOf(cause)}`, { cause });
  }
}
