// The metrics of a run: a digest always, and the points of its curves while a page looks at them. A long file is read in
// parts, and what was read is told: at first, when it has become twice as much, and at the end.

import { type EpochPoint, heldOutValue, type StepPoint } from '../../metrics/epoch-record.ts';
import { parseMetricsLine } from '../../metrics/metrics-line.ts';
import type { MetricsUpdate } from '../protocol.ts';
import { ThinnedPoints, type ThinningLimits } from '../thinned-points.ts';
import { GrowingFile } from './growing-file.ts';
import { LineSplitter } from './line-splitter.ts';
import { MetricsDigest } from './metrics-digest.ts';

/** How much of the points a page has. */
export interface MetricsCursor {
  readonly version: symbol;
  readonly steps: number;
  readonly epochs: number;
  readonly unreadableLines: number;
  readonly shareRead: number;
  /** Steps when all was told; those since are as they came, and are not to become too many. */
  readonly stepsAtWhole: number;
}

export interface MetricsNews {
  readonly update: MetricsUpdate;
  /** What the page has with it. */
  readonly cursor: MetricsCursor;
}

/** 30 epochs of 469 steps are told as they are. */
const stepLimits: ThinningLimits = { most: 20_000, exact: 1000 };
/** A training has no more of them; some other file may. */
const epochLimits: ThinningLimits = { most: 10_000, exact: 1000 };

export class MetricsFile {
  #digest = new MetricsDigest();
  /** The last of all lines. */
  #wholeDigest: MetricsDigest | undefined;
  readonly #file: GrowingFile;
  #splitter = new LineSplitter();
  #keepsPoints = false;
  #isRead = false;
  /** Another one whenever the points are not the earlier ones with more behind them. */
  #version = Symbol('metrics');
  #steps = newSteps();
  #epochs = newEpochs();
  #unreadableLines = 0;
  #lines = 0;
  #linesOfNews = 0;

  /** @param limits for tests */
  constructor(path: string, limits: { readonly mostOfLook?: number } = {}) {
    const onBytes = (bytes: Buffer) => {
      for (const line of this.#splitter.push(bytes)) this.#add(line);
    };
    this.#file = new GrowingFile(path, { onAnew: () => this.#begin(), onBytes }, limits);
  }

  /** While the file is read anew, the digest from before, so that a run does not seem to go back to its first epoch. */
  get digest(): MetricsDigest {
    return this.#wholeDigest ?? this.#digest;
  }

  /** Whether there is more to read at once. */
  get isBehind(): boolean {
    return this.#file.isBehind;
  }

  /** Whether points are there: not before they were looked for. */
  get isRead(): boolean {
    return this.#isRead;
  }

  /** @returns whether there is news; while a long file is read, this is when twice as much was read */
  async advance(): Promise<boolean> {
    const hasChanged = await this.#file.advance();
    this.#isRead = this.#keepsPoints;
    if (!this.isBehind) this.#wholeDigest = this.#digest;
    if (this.isBehind && this.#lines < 2 * this.#linesOfNews) return false;
    this.#linesOfNews = this.#lines;
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

  /** What a page lacks; undefined where it lacks nothing, or is to wait for more. */
  since(run: string, cursor: MetricsCursor | undefined): MetricsNews | undefined {
    const known = cursor?.version === this.#version ? cursor : undefined;
    if (known !== undefined && this.isBehind && this.#steps.count < 2 * known.steps) return undefined;
    const isFull = known !== undefined && this.#steps.count - known.stepsAtWhole > stepLimits.most;
    const stepsSince = known === undefined || isFull ? undefined : this.#steps.after(known.steps);
    const epochsSince = known === undefined ? undefined : this.#epochs.after(known.epochs);
    const { shareRead } = this.#file;
    const counts = { unreadableLines: this.#unreadableLines, shareRead };
    if (known === undefined || stepsSince === undefined || epochsSince === undefined) {
      const update = { run, isWhole: true, steps: this.#steps.all, epochs: this.#epochs.all, ...counts };
      return { update, cursor: this.#cursor(this.#steps.count) };
    }
    const isSame = known.unreadableLines === counts.unreadableLines && known.shareRead === shareRead;
    if (isSame && stepsSince.length === 0 && epochsSince.length === 0) return undefined;
    const update = { run, isWhole: false, steps: stepsSince, epochs: epochsSince, ...counts };
    return { update, cursor: this.#cursor(known.stepsAtWhole) };
  }

  #cursor(stepsAtWhole: number): MetricsCursor {
    return {
      version: this.#version,
      steps: this.#steps.count,
      epochs: this.#epochs.count,
      unreadableLines: this.#unreadableLines,
      shareRead: this.#file.shareRead,
      stepsAtWhole,
    };
  }

  #begin(): void {
    this.#digest = new MetricsDigest();
    this.#lines = 0;
    this.#linesOfNews = 0;
    this.#splitter = new LineSplitter();
    this.#dropPoints();
  }

  #dropPoints(): void {
    this.#version = Symbol('metrics');
    this.#steps = newSteps();
    this.#epochs = newEpochs();
    this.#unreadableLines = 0;
  }

  #add(line: string | undefined): void {
    this.#lines++;
    if (line !== undefined) this.#digest.add(line);
    if (!this.#keepsPoints || line === '') return;
    const parsed = line === undefined ? undefined : parseMetricsLine(line);
    if (parsed === undefined) {
      this.#unreadableLines++;
      return;
    }
    const { kind: _, ...point } = parsed;
    if ('step' in point) this.#steps.add(point);
    else this.#epochs.add(point);
  }
}

function newSteps(): ThinnedPoints<StepPoint> {
  return new ThinnedPoints(stepLimits, ({ loss }) => loss);
}

function newEpochs(): ThinnedPoints<EpochPoint> {
  return new ThinnedPoints(epochLimits, (epoch) => heldOutValue(epoch, 'loss'));
}
