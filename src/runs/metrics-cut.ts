// What a resumed training keeps of metrics.jsonl: every line that was told before its checkpoint and can be read, on both
// sides of damage too. The checkpoint's history says what each epoch came to, so no epoch can be missing.
import { type EpochPoint, type EpochRecord, heldOutPart } from '../metrics/epoch-record.ts';
import { metrics } from '../metrics/metric-table.ts';
import { type MetricsLine, parseMetricsLine } from '../metrics/metrics-line.ts';
import { comparePositions, type TrainingPosition } from '../training/training-state.ts';
import { parseTableRow, tableOf } from './metrics-table.ts';

export interface MetricsCut {
  /** Lines that metrics.jsonl has from now on, without line breaks. */
  readonly lines: readonly string[];
  /** Lines that metrics.csv has from now on, its heading included. */
  readonly table: readonly string[];
  /** Lines of each file as it was that are dropped although they do not lie behind the checkpoint. */
  readonly lostLines: number;
  readonly lostRows: number;
  /** Epochs whose lines were missing or changed. */
  readonly restoredEpochs: readonly number[];
}

export interface FoundMetrics {
  /** metrics.jsonl and metrics.csv as they are; empty where there is none. */
  readonly lines: string;
  readonly table: string;
}

/** @param history of the checkpoint at this position */
export function cutMetrics(
  found: FoundMetrics,
  position: TrainingPosition,
  history: readonly EpochRecord[],
): MetricsCut {
  const told = readLines(found.lines, position, history);
  const kept = told.filter(({ fate }) => fate === 'kept');
  const missing = history.filter(({ epoch }) => !kept.some(({ row }) => row?.kind === 'epoch' && row.epoch === epoch));
  const times = timesOf(found.table, missing);
  const restored = missing.map((record) => {
    const row: MetricsLine = { kind: 'epoch', ...record, seconds: times.get(record.epoch) ?? null };
    return { line: JSON.stringify(row), row, fate: 'kept' } as const;
  });
  // Stable: lines that were not damaged stand in this order already.
  const lines = [...kept, ...restored].sort((a, b) => comparePositions(placeOf(a.row), placeOf(b.row)));
  const table = tableOf(lines.flatMap(({ row }) => (row?.kind === 'epoch' ? [row] : [])));
  return {
    lines: lines.map(({ line }) => line),
    table,
    lostLines: told.filter(({ fate }) => fate === 'lost').length,
    lostRows: lostRows(found.table, table, position),
    restoredEpochs: missing.map(({ epoch }) => epoch),
  };
}

interface LoggedLine {
  readonly line: string;
  /** Undefined for one that cannot be read. */
  readonly row: MetricsLine | undefined;
  /** `behind` the checkpoint, where it will be told again. */
  readonly fate: 'kept' | 'lost' | 'behind';
}

function readLines(text: string, position: TrainingPosition, history: readonly EpochRecord[]): readonly LoggedLine[] {
  const lines = text.split('\n');
  const found = lines.flatMap((line, index) => {
    const row = parseMetricsLine(line);
    // What stands behind the last line break may be a line that was not finished.
    if (index === lines.length - 1 && row === undefined) return [];
    const isBehind = row !== undefined && comparePositions(placeOf(row), position) > 0;
    return [{ line, row, isBehind, isKept: row !== undefined && !isBehind && isTrue(row, history) }];
  });
  // From the first line behind the checkpoint on, the training tells everything again.
  const last = found.findLastIndex(({ isKept }) => isKept);
  const end = found.findIndex(({ isBehind }, index) => isBehind && index > last);
  return found.map(({ line, row, isKept }, index) => {
    const isLost = end === -1 || index < end;
    return { line, row, fate: isKept ? 'kept' : isLost ? 'lost' : 'behind' };
  });
}

/** An epoch's line stands behind all of its steps. */
function placeOf(row: MetricsLine | undefined): TrainingPosition {
  if (row === undefined) return { epoch: 0, step: 0 };
  return { epoch: row.epoch, step: row.kind === 'step' ? row.step : Number.POSITIVE_INFINITY };
}

/** Whether an epoch's line says what the checkpoint knows. */
function isTrue(row: MetricsLine, history: readonly EpochRecord[]): boolean {
  if (row.kind === 'step') return true;
  const record = history.find(({ epoch }) => epoch === row.epoch);
  return record !== undefined && isSame(row, record);
}

function isSame(row: EpochPoint, record: EpochRecord): boolean {
  return metrics.every(({ key }) => (row[key] ?? undefined) === record[key]);
}

/** A checkpoint knows no times, but the table may. */
function timesOf(table: string, records: readonly EpochRecord[]): ReadonlyMap<number, number | null> {
  if (records.length === 0) return new Map();
  const heldOut = heldOutPart(records);
  const rows = table.split('\n').flatMap((line) => parseTableRow(line, heldOut) ?? []);
  return new Map(
    records.flatMap((record) => {
      const row = rows.find((each) => each.epoch === record.epoch && isSame(each, record));
      return row === undefined ? [] : [[record.epoch, row.seconds] as const];
    }),
  );
}

function lostRows(table: string, rows: readonly string[], position: TrainingPosition): number {
  // A table without rows may have either heading.
  const kept = new Set([...rows, ...tableOf([], 'val'), ...tableOf([], 'test')]);
  const isAgain = (line: string) => Number(/^(\d+),/.exec(line)?.[1] ?? 0) >= position.epoch;
  return table
    .split('\n')
    .slice(0, -1)
    .filter((line) => !kept.has(line) && !isAgain(line)).length;
}
