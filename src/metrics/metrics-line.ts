// A line of metrics.jsonl, read back: by reports when a training is done, by the studio while it runs.
import type { EpochPoint, StepPoint } from './epoch-record.ts';
import { metrics, quantities } from './metric-table.ts';

export type MetricsLine = ({ readonly kind: 'step' } & StepPoint) | ({ readonly kind: 'epoch' } & EpochPoint);

const stepFields = [...quantities, 'lr', 'imagesPerSecond'];
const metricFields = metrics.map(({ key }) => key);

/** @returns undefined for a line that is none of these, or not whole: the last of a process that was killed */
export function parseMetricsLine(text: string): MetricsLine | undefined {
  // The bytes are not valid text, so the line is damaged.
  if (text.includes('\ufffd')) return undefined;
  let line: Readonly<Record<string, unknown>>;
  try {
    line = Object(JSON.parse(text));
  } catch {
    return undefined;
  }
  const { kind, epoch, step } = line;
  const isStep = kind === 'step';
  if (!(isStep ? Number.isSafeInteger(step) : kind === 'epoch') || !Number.isSafeInteger(epoch)) return undefined;
  const measured = metricFields.filter((name) => line[name] !== undefined);
  const fields = isStep ? stepFields : [...measured, 'seconds'];
  // JSON has null for what is not a finite number; another field that a file lacks is as unknown.
  const values = fields.map((name) => line[name] ?? null);
  if (!values.every((value) => value === null || Number.isFinite(value))) return undefined;
  const numbers = Object.fromEntries(fields.map((name, index) => [name, values[index]]));
  return { kind, epoch, ...(isStep ? { step } : {}), ...numbers } as MetricsLine;
}
