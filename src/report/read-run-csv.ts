// Reads the epochs of a run from CSV with the columns epoch, train_loss, train_accuracy, and test_loss, test_accuracy or
// val_loss, val_accuracy, in any order and among others; accuracies are in per cent. An empty cell or `nan` is no finite number.
import { describeValue } from '../errors/describe-value.ts';
import { FormatError } from '../errors/format-error.ts';
import type { EpochNumbers } from '../metrics/epoch-record.ts';
import { measuredMetrics, quantityRow } from '../metrics/metric-table.ts';

/** Every run has these; files of older versions have no others. */
const required = ['loss', 'accuracy'];

/**
 * @param where of the text, for errors
 * @throws FormatError naming the line
 */
export function readRunCsv(text: string, where: string): readonly EpochNumbers[] {
  if (typeof text !== 'string') throw new FormatError(`${where}: expected text, got ${describeValue(text)}`);
  const [head = '', ...lines] = text.trimEnd().split(/\r?\n/);
  const names = head.split(',').map((name) => name.trim());
  const heldOut = names.some((name) => name.startsWith('val_')) ? 'val' : 'test';
  const columns = measuredMetrics(heldOut).filter(
    ({ column, quantity }) => required.includes(quantity) || names.includes(column),
  );
  const expected = ['epoch', ...columns.map(({ column }) => column)];
  const missing = expected.filter((name) => !names.includes(name));
  if (missing.length > 0) {
    throw new FormatError(`${where}: line 1 has no column ${missing.join(', ')}`, {
      hint: `the first line names the columns: ${expected.join(',')}`,
    });
  }
  return lines.map((line, index) => {
    const cells = line.split(',');
    const read = (name: string) =>
      readNumber(cells[names.indexOf(name)]?.trim(), `${where}: line ${index + 2}: ${name}`);
    const epoch = read('epoch');
    if (epoch === null || !Number.isInteger(epoch) || epoch < 1) {
      throw new FormatError(`${where}: line ${index + 2}: epoch is not a whole number of at least 1`);
    }
    const values = columns.map(({ key, column, quantity }) => {
      const value = read(column);
      return [key, value !== null && quantityRow[quantity].isFraction ? value / 100 : value];
    });
    return { epoch, ...Object.fromEntries(values) };
  });
}

function readNumber(cell: string | undefined, where: string): number | null {
  if (cell === undefined) throw new FormatError(`${where}: the line is too short`);
  if (/^([-+]?(nan|inf(inity)?))?$/i.test(cell)) return null;
  const value = Number(cell);
  if (!Number.isFinite(value)) throw new FormatError(`${where}: '${cell}' is not a number`);
  return value;
}
