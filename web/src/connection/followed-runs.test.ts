import { describe, expect, it } from 'vitest';
import type { MetricsUpdate, RunOverview } from '../../../src/studio/protocol.ts';
import { type FollowedRuns, following, withMetrics, withOverviews, withoutFolder } from './followed-runs.ts';

const none: FollowedRuns = new Map();
const update: MetricsUpdate = { run: 'a', isWhole: true, steps: [], epochs: [], unreadableLines: 1, shareRead: 1 };

describe('followed runs', () => {
  it('keep what is known of runs that stay, and forget the others', () => {
    const both = withMetrics(following(none, ['a', 'b'], null), update);
    const one = following(both, ['a', 'c'], null);
    expect([...one.keys()]).toEqual(['a', 'c']);
    expect(one.get('a')?.metrics?.unreadableLines).toBe(1);
    expect(one.get('c')?.metrics).toBeNull();
  });

  it('do not take what was not asked for', () => {
    expect(withMetrics(following(none, ['b'], null), update).has('a')).toBe(false);
    expect(withoutFolder(none, 'a').size).toBe(0);
  });

  it('keep the numbers of a run that is gone, until it comes back', () => {
    const gone = withoutFolder(withMetrics(following(none, ['a'], null), update), 'a');
    expect(gone.get('a')).toMatchObject({ isGone: true, metrics: { unreadableLines: 1 } });
    expect(withMetrics(gone, update).get('a')?.isGone).toBe(false);
  });

  it('know the overview that was heard last', () => {
    const first = following(none, ['a'], [overview('a', 1)]);
    expect(first.get('a')?.overview?.progress.epochsDone).toBe(1);
    const later = withOverviews(first, [overview('b', 9), overview('a', 2)]);
    expect(later.get('a')?.overview?.progress.epochsDone).toBe(2);
    expect(withOverviews(later, []).get('a')?.overview?.progress.epochsDone).toBe(2);
  });
});

function overview(id: string, epochsDone: number): RunOverview {
  return {
    id,
    status: 'running',
    fault: null,
    started: null,
    updated: null,
    message: null,
    model: null,
    dataset: null,
    isTutorials: false,
    engine: null,
    note: '',
    hasWeights: false,
    bestAccuracy: null,
    progress: { epochsDone, epochs: null, step: 0, stepsPerEpoch: null, imagesPerSecond: null, secondsLeft: null },
  };
}
