// When to ask once more for a run's details: `googlenet report` makes evaluation and report of a run that was stopped, or
// lost them, and nothing tells of them.
import type { RunDetails, RunOverview } from '../../../../src/studio/protocol.ts';

const minute = 60_000;

/** What has not come by then was not asked for. */
const patience = 15 * minute;

/** Milliseconds; null where there is nothing to wait for. */
export function pauseBeforeAskingAgain(
  { evaluation, hasReport }: Pick<RunDetails, 'evaluation' | 'hasReport'>,
  run: Pick<RunOverview, 'status' | 'updated'> | null,
  now: number,
): number | null {
  if (run === null || run.updated === null || (evaluation !== null && hasReport)) return null;
  if (run.status !== 'done' && run.status !== 'stopped') return null;
  const age = now - Date.parse(run.updated);
  return age < patience ? Math.min(minute, Math.max(1000, age / 4)) : null;
}
