// metrics.csv: a row for each epoch, as spreadsheets read it. What is not known is an empty cell.
import { type EpochPoint, heldOutPart } from '../metrics/epoch-record.ts';
import { type HeldOutPart, measuredMetrics } from '../metrics/metric-table.ts';

export function tableOf(rows: readonly EpochPoint[], heldOut = heldOutPart(rows)): readonly string[] {
  const columns = measuredMetrics(heldOut).map(({ column }) => column);
  return [['epoch', ...columns, 'seconds'].join(), ...rows.map(printTableRow)];
}

export function printTableRow(row: EpochPoint): string {
  const values = measuredMetrics(heldOutPart([row])).map(({ key }) => row[key]);
  return [row.epoch, ...values, row.seconds].map((value) => value ?? '').join();
}

/** @returns undefined for anything else than a row as it is printed */
export function parseTableRow(line: string, heldOut: HeldOutPart): EpochPoint | undefined {
  const names = ['epoch', ...measuredMetrics(heldOut).map(({ key }) => key), 'seconds'];
  const cells = line.split(',');
  if (cells.length !== names.length || cells[0] === '') return undefined;
  const values = cells.map((cell, index) => [names[index], cell === '' ? null : Number(cell)]);
  const row = Object.fromEntries(values) as EpochPoint;
  return printTableRow(row) === line ? row : undefined;
}
