// Reads the epochs of a run from CSV with the columns epoch, train_loss, train_accuracy, test_loss, test_accuracy, in
// any order and among others; accuracies are in per cent. An empty cell or `nan` is no finite number.
import { describeValue } from '../errors/describe-value.ts';
import { FormatError } from '../errors/format-error.ts';
import type { EpochCurvePoint } from './run-metrics.ts';

const columns = ['epoch', 'train_loss', 'train_accuracy', 'test_loss', 'test_accuracy'] as const;

/**
 * @param where of the text, for errors
 * @throws FormatError naming the line
 */
export function readRunCsv(text: string, where: string): readonly EpochCurvePoint[] {
  if (typeof text !== 'string') throw new FormatError(`${where}: expected text, got ${describeValue(text)}`);
  const [head = '', ...lines] = text.trimEnd().split(/\r?\n/);
  const names = head.split(',').map((name) => name.trim());
  const missing = columns.filter((name) => !names.includes(name));
  if (missing.length > 0) {
    throw new FormatError(`${where}: line 1 has no column ${missing.join(', ')}`, {
      hint: `the first line names the columns: ${columns.join(',')}`,
    });
  }
  return lines.map((line, index) => {
    const cells = line.split(',');
    const [epoch, trainLoss, trainAccuracy, testLoss, testAccuracy] = columns.map((name) =>
      readNumber(cells[names.indexOf(name)]?.trim(), `${where}: line ${index + 2}: ${name}`),
    );
    if (epoch === null || !Number.isInteger(epoch) || epoch < 1) {
      throw new FormatError(`${where}: line ${index + 2}: epoch is not a whole number of at least 1`);
    }
    const fraction = (percent: number | null) => (percent === null ? null : percent / 100);
    return {
      epoch,
      trainLoss,
      trainAccuracy: fraction(trainAccuracy),
      testLoss,
      testAccuracy: fraction(testAccuracy),
    };
  });
}

function readNumber(cell: string | undefined, where: string): number | null {
  if (cell === undefined) throw new FormatError(`${where}: the line is too short`);
  if (/^([-+]?(nan|inf(inity)?))?$/i.test(cell)) return null;
  const value = Number(cell);
  if (!Number.isFinite(value)) throw new FormatError(`${where}: '${cell}' is not a number`);
  return value;
}
