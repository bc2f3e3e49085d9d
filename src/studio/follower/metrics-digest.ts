// What the list of runs tells of a run's metrics, gathered line by line. Of a long file only the epochs' lines and the
// last few steps are parsed, so that a hundred runs are soon listed.

import { bestEpoch } from '../../metrics/best-epoch.ts';
import type { EpochPoint, StepPoint } from '../../metrics/epoch-record.ts';
import { paceOf, recentSteps, type TimedStep } from '../../metrics/forecast.ts';
import { parseMetricsLine } from '../../metrics/metrics-line.ts';

export class MetricsDigest {
  bestEpoch: EpochPoint | undefined;
  lastEpoch: EpochPoint | undefined;
  /** Lines of the last steps, and of those before the last epoch's end. */
  #recent: string[] = [];
  #beforeEpoch: readonly string[] = [];

  add(line: string): void {
    if (!line.includes('"kind":"epoch"')) {
      this.#recent.push(line);
      if (this.#recent.length > recentSteps) this.#recent.shift();
      return;
    }
    const point = parseMetricsLine(line);
    if (point?.kind !== 'epoch') return;
    this.lastEpoch = point;
    this.bestEpoch = bestEpoch(this.bestEpoch === undefined ? [point] : [this.bestEpoch, point]);
    this.#beforeEpoch = [...this.#recent];
  }

  get recentSteps(): readonly StepPoint[] {
    return stepsOf(this.#recent);
  }

  /** Images per second of the last steps. */
  get pace(): number | undefined {
    return paceOf(this.recentSteps.map(timed));
  }

  /** Images per second of the last steps of the last epoch that is done. */
  get paceOfLastEpoch(): number | undefined {
    const steps = stepsOf(this.#beforeEpoch).filter(({ epoch }) => epoch === this.lastEpoch?.epoch);
    return paceOf(steps.map(timed));
  }
}

function timed({ epoch, step, imagesPerSecond }: StepPoint): TimedStep {
  return { imagesPerSecond, hasCompiled: epoch === 1 && step === 1 };
}

function stepsOf(lines: readonly string[]): readonly StepPoint[] {
  return lines.flatMap((line) => {
    const point = parseMetricsLine(line);
    return point?.kind === 'step' ? [point] : [];
  });
}
