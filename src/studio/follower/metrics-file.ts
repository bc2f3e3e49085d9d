// The metrics of a run: a digest always, and all points while a page looks at them.

import { parseMetricsLine } from '../../runs/metrics-line.ts';
import type { EpochPoint, MetricsUpdate, StepPoint } from '../protocol.ts';
import { GrowingFile } from './growing-file.ts';
import { LineSplitter } from './line-splitter.ts';
import { MetricsDigest } from './metrics-digest.ts';

/** How much of the points a page has. */
export interface MetricsCursor {
  readonly version: symbol;
  readonly steps: number;
  readonly epochs: number;
  readonly unreadableLines: number;
}

export class MetricsFile {
  digest = new MetricsDigest();
  readonly #file: GrowingFile;
  #splitter = new LineSplitter();
  #keepsPoints = false;
  #isRead = false;
  /** Another one whenever the points are not the earlier ones with more behind them. */
  #version = Symbol('metrics');
  #steps: StepPoint[] = [];
  #epochs: EpochPoint[] = [];
  #unreadableLines = 0;

  constructor(path: string) {
    this.#file = new GrowingFile(path, {
      onAnew: () => this.#begin(),
      onBytes: (bytes) => {
        for (const line of this.#splitter.push(bytes)) this.#add(line);
      },
    });
  }

  /** Whether the points are there: not while they are being read for the first time. */
  get isRead(): boolean {
    return this.#isRead;
  }

  /** @returns whether anything changed */
  async advance(): Promise<boolean> {
    const hasChanged = await this.#file.advance();
    this.#isRead = this.#keepsPoints;
    return hasChanged;
  }

  /** The points are read at the next advance. */
  keepPoints(isWanted: boolean): void {
    if (this.#keepsPoints === isWanted) return;
    this.#keepsPoints = isWanted;
    this.#isRead = false;
    if (isWanted) this.#file.forget();
    else this.#dropPoints();
  }

  /** What a page lacks; undefined where it lacks nothing. */
  since(run: string, cursor: MetricsCursor | undefined): MetricsUpdate | undefined {
    const isWhole = cursor === undefined || cursor.version !== this.#version;
    const steps = isWhole ? this.#steps : this.#steps.slice(cursor.steps);
    const epochs = isWhole ? this.#epochs : this.#epochs.slice(cursor.epochs);
    const isNews = isWhole || steps.length > 0 || epochs.length > 0 || cursor.unreadableLines !== this.#unreadableLines;
    return isNews ? { run, isWhole, steps, epochs, unreadableLines: this.#unreadableLines } : undefined;
  }

  get cursor(): MetricsCursor {
    return {
      version: this.#version,
      steps: this.#steps.length,
      epochs: this.#epochs.length,
      unreadableLines: this.#unreadableLines,
    };
  }

  #begin(): void {
    this.digest = new MetricsDigest();
    this.#splitter = new LineSplitter();
    this.#dropPoints();
  }

  #dropPoints(): void {
    this.#version = Symbol('metrics');
    this.#steps = [];
    this.#epochs = [];
    this.#unreadableLines = 0;
  }

  #add(line: string | undefined): void {
    if (line !== undefined) this.digest.add(line);
    if (!this.#keepsPoints || line === '') return;
    const parsed = line === undefined ? undefined : parseMetricsLine(line);
    if (parsed === undefined) {
      this.#unreadableLines++;
      return;
    }
    const { kind: _, ...point } = parsed;
    if ('step' in point) this.#steps.push(point);
    else this.#epochs.push(point);
  }
}
