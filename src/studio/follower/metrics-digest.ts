// What the list of runs tells of a run's metrics, gathered line by line. Of a long file only the epochs' lines and the
// last few steps are parsed, so that a hundred runs are soon listed.

import { parseMetricsLine } from '../../runs/metrics-line.ts';
import type { EpochPoint, StepPoint } from '../protocol.ts';

/** Lines of steps that the pace is taken over. */
const recentLines = 20;

export class MetricsDigest {
  bestTestAccuracy: number | null = null;
  lastEpoch: EpochPoint | undefined;
  /** Lines of the last steps, and of those before the last epoch's end. */
  #recent: string[] = [];
  #beforeEpoch: readonly string[] = [];

  add(line: string): void {
    if (!line.includes('"kind":"epoch"')) {
      this.#recent.push(line);
      if (this.#recent.length > recentLines) this.#recent.shift();
      return;
    }
    const point = parseMetricsLine(line);
    if (point?.kind !== 'epoch') return;
    const { testAccuracy } = point;
    this.lastEpoch = point;
    if (testAccuracy !== null) this.bestTestAccuracy = Math.max(testAccuracy, this.bestTestAccuracy ?? 0);
    this.#beforeEpoch = [...this.#recent];
  }

  get recentSteps(): readonly StepPoint[] {
    return stepsOf(this.#recent);
  }

  /** Images per second of the last steps of the last epoch that is done. */
  get paceOfLastEpoch(): number | undefined {
    return pace(stepsOf(this.#beforeEpoch).filter(({ epoch }) => epoch === this.lastEpoch?.epoch));
  }
}

/** Over all their images; undefined where no step tells. */
export function pace(steps: readonly StepPoint[]): number | undefined {
  const paces = steps.flatMap(({ imagesPerSecond }) => imagesPerSecond ?? []).filter((value) => value > 0);
  if (paces.length === 0) return undefined;
  return paces.length / paces.reduce((sum, imagesPerSecond) => sum + 1 / imagesPerSecond, 0);
}

function stepsOf(lines: readonly string[]): readonly StepPoint[] {
  return lines.flatMap((line) => {
    const point = parseMetricsLine(line);
    return point?.kind === 'step' ? [point] : [];
  });
}
