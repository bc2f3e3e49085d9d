// metrics.csv: a row for each epoch, as spreadsheets read it. What is not known is an empty cell.
import type { MetricsLine } from './metrics-line.ts';

export type TableRow = Omit<Extract<MetricsLine, { kind: 'epoch' }>, 'kind'>;

const columns = ['epoch', 'trainLoss', 'trainAccuracy', 'testLoss', 'testAccuracy', 'seconds'] as const;
const heading = 'epoch,train_loss,train_accuracy,test_loss,test_accuracy,seconds';

export function tableOf(rows: readonly TableRow[]): readonly string[] {
  return [heading, ...rows.map(printTableRow)];
}

export function printTableRow(row: TableRow): string {
  return columns.map((column) => row[column] ?? '').join();
}

/** @returns undefined for anything else than a row as it is printed */
export function parseTableRow(line: string): TableRow | undefined {
  const cells = line.split(',');
  const [epoch, trainLoss, trainAccuracy, testLoss, testAccuracy, seconds] = cells.map((cell) =>
    cell === '' ? null : Number(cell),
  );
  if (cells.length !== columns.length || epoch === null) return undefined;
  const row = { epoch, trainLoss, trainAccuracy, testLoss, testAccuracy, seconds };
  return printTableRow(row) === line ? row : undefined;
}
