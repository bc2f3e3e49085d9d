// What the page knows of the runs that its view follows. Runs that are no longer followed are forgotten; a run whose
// folder is gone keeps what was known of it.
import type { MetricsUpdate, RunOverview } from '../../../src/studio/protocol.ts';
import { noMetrics, type RunMetrics, updated } from './run-metrics.ts';

export interface FollowedRun {
  /** Null until its lines were told. */
  readonly metrics: RunMetrics | null;
  /** The last that was heard. */
  readonly overview: RunOverview | null;
  readonly isGone: boolean;
}

export type FollowedRuns = ReadonlyMap<string, FollowedRun>;

export function following(
  before: FollowedRuns,
  ids: readonly string[],
  runs: readonly RunOverview[] | null,
): FollowedRuns {
  return new Map(
    ids.map((id) => [id, before.get(id) ?? { metrics: null, overview: overviewOf(id, runs), isGone: false }]),
  );
}

export function withMetrics(before: FollowedRuns, update: MetricsUpdate): FollowedRuns {
  return changed(before, update.run, (run) => ({
    ...run,
    metrics: updated(run.metrics ?? noMetrics, update),
    isGone: false,
  }));
}

export function withoutFolder(before: FollowedRuns, id: string): FollowedRuns {
  return changed(before, id, (run) => ({ ...run, isGone: true }));
}

export function withOverviews(before: FollowedRuns, runs: readonly RunOverview[]): FollowedRuns {
  return new Map([...before].map(([id, run]) => [id, { ...run, overview: overviewOf(id, runs) ?? run.overview }]));
}

function changed(before: FollowedRuns, id: string, change: (run: FollowedRun) => FollowedRun): FollowedRuns {
  const run = before.get(id);
  return run === undefined ? before : new Map(before).set(id, change(run));
}

function overviewOf(id: string, runs: readonly RunOverview[] | null): RunOverview | null {
  return runs?.find((run) => run.id === id) ?? null;
}
