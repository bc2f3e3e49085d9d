// metrics.jsonl and metrics.csv: what the trainer tells, as lines. A resumed training first drops the lines behind its
// checkpoint, so that both files end as those of an uninterrupted one, but for times.
import { z } from 'zod';
import { type FileOperations, replaceFile } from '../formats/atomic-file.ts';
import { largestLinesFile, readRegularFileSync } from '../formats/regular-file.ts';
import type { EpochEvent, StepEvent } from '../training/events.ts';
import type { TrainingPosition } from '../training/training-state.ts';
import { LineFile, type LineFileOperations } from './line-file.ts';
import type { RunFolder } from './run-folder.ts';
import { isSystemError } from './system-error.ts';
import { type WarningListener, writing } from './writing.ts';

const columns = ['epoch', 'trainLoss', 'trainAccuracy', 'testLoss', 'testAccuracy', 'seconds'] as const;
const heading = 'epoch,train_loss,train_accuracy,test_loss,test_accuracy,seconds';

/** Of a line, what decides whether it is kept and what the table needs. */
const rowSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('step'), epoch: z.int(), step: z.int() }),
  z.object({
    kind: z.literal('epoch'),
    epoch: z.int(),
    trainLoss: z.number(),
    trainAccuracy: z.number(),
    testLoss: z.number(),
    testAccuracy: z.number(),
    seconds: z.number(),
  }),
]);

type MetricsRow = z.output<typeof rowSchema>;
type EpochRow = Extract<MetricsRow, { kind: 'epoch' }>;

export interface MetricsLogOptions {
  readonly onWarning: WarningListener;
  readonly files?: FileOperations & LineFileOperations;
}

export class MetricsLog {
  readonly #lines: LineFile;
  readonly #table: LineFile;

  /**
   * Cuts both files back to what was told up to the position, whether they exist or not.
   * @throws RunFolderError
   */
  constructor(folder: RunFolder, position: TrainingPosition, { onWarning, files }: MetricsLogOptions) {
    const kept = keptLines(folder.metrics, position);
    const epochs = kept.flatMap(({ row }) => (row.kind === 'epoch' ? [row] : []));
    if (epochs.length < position.epoch - 1) {
      onWarning(`${folder.metrics} lacks lines of the epochs before ${position.epoch}`);
    }
    const write = (path: string, lines: readonly string[]) =>
      writing(path, () => replaceFile(path, [Buffer.from(lines.map((line) => `${line}\n`).join(''))], files));
    write(
      folder.metrics,
      kept.map(({ line }) => line),
    );
    write(folder.table, [heading, ...epochs.map(tableRow)]);
    this.#lines = new LineFile(folder.metrics, onWarning, files);
    this.#table = new LineFile(folder.table, onWarning, files);
  }

  addStep({ kind, epoch, step, loss, accuracy, learningRate: lr, imagesPerSecond }: StepEvent): void {
    this.#lines.append(JSON.stringify({ kind, epoch, step, loss, accuracy, lr, imagesPerSecond }));
  }

  addEpoch({ epochs, isBest, ...row }: EpochEvent): void {
    this.#lines.append(JSON.stringify(row));
    this.#table.append(tableRow(row));
  }

  /** Before a checkpoint, so that no line that came before it can be missing behind it. */
  sync(): void {
    this.#lines.sync();
    this.#table.sync();
  }

  /** @returns the files that lack their last lines, because the disk is full */
  close(): readonly string[] {
    return [this.#lines, this.#table].filter((file) => !file.close()).map(({ path }) => path);
  }
}

function tableRow(row: EpochRow): string {
  return columns.map((column) => String(row[column])).join();
}

interface KeptLine {
  readonly line: string;
  readonly row: MetricsRow;
}

/** The lines up to the first that is cut or comes behind the position. */
function keptLines(path: string, position: TrainingPosition): readonly KeptLine[] {
  const kept: KeptLine[] = [];
  // What stands behind the last line break is a line that was not finished.
  for (const line of readIfThere(path).split('\n').slice(0, -1)) {
    const row = parseRow(line);
    if (row === undefined || isBehind(row, position)) break;
    kept.push({ line, row });
  }
  return kept;
}

function isBehind(row: MetricsRow, { epoch, step }: TrainingPosition): boolean {
  if (row.epoch !== epoch) return row.epoch > epoch;
  return row.kind === 'epoch' || row.step > step;
}

function parseRow(line: string): MetricsRow | undefined {
  try {
    return rowSchema.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}

function readIfThere(path: string): string {
  try {
    return readRegularFileSync(path, largestLinesFile).toString();
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return '';
    return writing(path, () => {
      throw error;
    });
  }
}
