// The logged numbers of one run as the page has them. Updates are merged by position, so what is told twice is there
// once, and a run with very many steps is thinned: memory does not grow with the time that the page is open.
import type { EpochPoint, MetricsUpdate, StepPoint } from '../../../src/studio/protocol.ts';

export interface RunMetrics {
  /** In order of (epoch, step), each once. */
  readonly steps: readonly StepPoint[];
  /** In order, each once. */
  readonly epochs: readonly EpochPoint[];
  readonly unreadableLines: number;
}

export const noMetrics: RunMetrics = { steps: [], epochs: [], unreadableLines: 0 };

/** More than 30 epochs of 469 steps, seven times over. */
const mostSteps = 100_000;

export function updated(metrics: RunMetrics, update: MetricsUpdate, limit = mostSteps): RunMetrics {
  const { steps, epochs } = update.isWhole ? noMetrics : metrics;
  return {
    steps: thinned(merged(steps, update.steps, compareSteps), limit),
    epochs: merged(epochs, update.epochs, compareEpochs),
    unreadableLines: update.unreadableLines,
  };
}

function compareSteps(left: StepPoint, right: StepPoint): number {
  return left.epoch - right.epoch || left.step - right.step;
}

function compareEpochs(left: EpochPoint, right: EpochPoint): number {
  return left.epoch - right.epoch;
}

/** Of two at one place the later told one stays. */
function merged<T>(known: readonly T[], told: readonly T[], compare: (left: T, right: T) => number): readonly T[] {
  if (told.length === 0) return known;
  const isOrdered = told.every((point, index) => {
    const before = index === 0 ? known.at(-1) : told[index - 1];
    return before === undefined || compare(before, point) < 0;
  });
  if (isOrdered) return known.concat(told);
  // Sorting is stable, so of equals the one told last is the last.
  const all = known.concat(told).sort(compare);
  return all.filter((point, index) => index === all.length - 1 || compare(point, all[index + 1]) !== 0);
}

/** Every second of the older half goes, as often as it takes: what is new stays whole. */
function thinned(steps: readonly StepPoint[], limit: number): readonly StepPoint[] {
  let kept = steps;
  while (kept.length > limit) {
    const older = Math.floor(kept.length / 2);
    kept = kept.filter((_, index) => index >= older || index % 2 === 0);
  }
  return kept;
}
