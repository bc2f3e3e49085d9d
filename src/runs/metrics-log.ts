// metrics.jsonl and metrics.csv: what the trainer tells, as lines. A resumed training first drops the lines behind its
// checkpoint, so that both files end as those of an uninterrupted one, but for times. What it cannot keep is not lost: the
// file as it was is kept beside.
import { basename } from 'node:path';
import { type FileOperations, replaceFile } from '../formats/atomic-file.ts';
import { largestLinesFile, readRegularFileSync } from '../formats/regular-file.ts';
import { type HeldOutPart, quantities } from '../metrics/metric-table.ts';
import type { EpochEvent, StepEvent } from '../training/events.ts';
import { freeName } from './free-name.ts';
import { LineFile, type LineFileOperations } from './line-file.ts';
import { cutMetrics, type FoundMetrics, type MetricsCut } from './metrics-cut.ts';
import { printTableRow, tableOf } from './metrics-table.ts';
import { reading, readingIfThere } from './reading.ts';
import type { RunFolder } from './run-folder.ts';
import { type WarningListener, writing } from './writing.ts';

/** Metrics of a run that begins: none. */
export const noMetrics: MetricsCut = cutMetrics({ lines: '', table: '' }, { epoch: 1, step: 0 }, []);

/** @throws RunFolderError where a file is there and cannot be read */
export function findMetrics({ metrics, table }: RunFolder): FoundMetrics {
  return { lines: readIfThere(metrics), table: readIfThere(table) };
}

export interface MetricsLogOptions {
  /** What the epochs are judged by; default `'test'`. */
  readonly heldOut?: HeldOutPart;
  readonly onWarning: WarningListener;
  readonly files?: FileOperations & LineFileOperations;
}

export class MetricsLog {
  readonly #lines: LineFile;
  readonly #table: LineFile;

  /**
   * Gives both files what was kept of them, whether they exist or not.
   * @throws RunFolderError
   */
  constructor({ metrics, table }: RunFolder, cut: MetricsCut, { onWarning, files, heldOut }: MetricsLogOptions) {
    const write = (path: string, bytes: Uint8Array) => writing(path, () => replaceFile(path, [bytes], files));
    const keepCopy = (path: string, lost: number) => {
      if (lost === 0) return;
      const copy = freeName(`${path}.damaged`);
      write(
        copy,
        reading(path, () => readRegularFileSync(path, largestLinesFile)),
      );
      const lines = lost === 1 ? 'a line is' : `${lost} lines are`;
      onWarning(`${path}: ${lines} damaged and left out; the file as it was is kept as ${basename(copy)}`);
    };
    keepCopy(metrics, cut.lostLines);
    keepCopy(table, cut.lostRows);
    write(metrics, textOf(cut.lines));
    write(table, textOf(cut.table.length > 1 ? cut.table : tableOf([], heldOut)));
    if (cut.restoredEpochs.length > 0) {
      const epochs = cut.restoredEpochs.join(', ');
      onWarning(`${metrics}: the lines of these epochs are restored from the checkpoint: ${epochs}`);
    }
    this.#lines = new LineFile(metrics, onWarning, files);
    this.#table = new LineFile(table, onWarning, files);
  }

  addStep({ kind, epoch, step, learningRate: lr, imagesPerSecond, ...event }: StepEvent): void {
    const values = Object.fromEntries(quantities.map((name) => [name, event[name]]));
    this.#lines.append(JSON.stringify({ kind, epoch, step, ...values, lr, imagesPerSecond }));
  }

  addEpoch({ epochs, isBest, ...row }: EpochEvent): void {
    this.#lines.append(JSON.stringify(row));
    this.#table.append(printTableRow(row));
  }

  /** Called before each checkpoint, so that no earlier line can be missing once the checkpoint is there. */
  sync(): void {
    this.#lines.sync();
    this.#table.sync();
  }

  /** @returns the files that lack their last lines, because the disk is full */
  close(): readonly string[] {
    return [this.#lines, this.#table].filter((file) => !file.close()).map(({ path }) => path);
  }
}

function textOf(lines: readonly string[]): Uint8Array {
  return Buffer.from(lines.map((line) => `${line}\n`).join(''));
}

function readIfThere(path: string): string {
  return readingIfThere(path, () => readRegularFileSync(path, largestLinesFile).toString()) ?? '';
}
