// The logged numbers of one run as the page has them. Updates are merged by position, so what is told twice is there
// once, and a run with very many steps is thinned: memory does not grow with the time that the page is open.
import { type EpochPoint, heldOutValue, type StepPoint } from '../../../src/metrics/epoch-record.ts';
import type { MetricsUpdate } from '../../../src/studio/protocol.ts';
import { type HeightOf, halved } from '../../../src/studio/thinned-points.ts';

export interface RunMetrics {
  /** In order of (epoch, step), each once. */
  readonly steps: readonly StepPoint[];
  /** In order, each once. */
  readonly epochs: readonly EpochPoint[];
  readonly unreadableLines: number;
  /** Below 1 while the server reads a long file. */
  readonly shareRead: number;
}

export const noMetrics: RunMetrics = { steps: [], epochs: [], unreadableLines: 0, shareRead: 1 };

/** The server tells all again, thinned, before there are so many: this is for what it would not. */
const mostPoints = 50_000;

export function updated(metrics: RunMetrics, update: MetricsUpdate, limit = mostPoints): RunMetrics {
  const { steps, epochs } = update.isWhole ? noMetrics : metrics;
  return {
    steps: thinned(merged(steps, update.steps, compareSteps), limit, ({ loss }) => loss),
    epochs: thinned(merged(epochs, update.epochs, compareEpochs), limit, (epoch) => heldOutValue(epoch, 'loss')),
    unreadableLines: update.unreadableLines,
    shareRead: update.shareRead,
  };
}

function compareSteps(left: StepPoint, right: StepPoint): number {
  return left.epoch - right.epoch || left.step - right.step;
}

function compareEpochs(left: EpochPoint, right: EpochPoint): number {
  return left.epoch - right.epoch;
}

/** Joins points in order; of two at the same place, the one told later stays. */
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

function thinned<Point>(points: readonly Point[], limit: number, heightOf: HeightOf<Point>): readonly Point[] {
  let kept = points;
  while (kept.length > limit) {
    const recent = kept.slice(-Math.floor(limit / 4));
    kept = [...halved(kept.slice(0, -recent.length), heightOf), ...recent];
  }
  return kept;
}
