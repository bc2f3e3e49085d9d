import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { localGroups } from '../distributed/local-group.ts';
import { Ranks } from './ranks.ts';

const contribution = {
  sums: { images: 1, loss: 1, weight: 1, correct: 1 },
  seconds: 1,
  choices: new Map<string, string>(),
};

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Two ranks, of which the first is told to stop by `stop`. */
function stopping() {
  const [first, second] = localGroups(2, { hosts: ['a', 'b'] }).map((group) => new Ranks(group));
  const stop = new AbortController();
  first.begin(stop.signal);
  second.begin(undefined);
  return { first, second, stop };
}

it('a rank that is to stop does not wait for ever for one that does not come', async () => {
  const { first, stop } = stopping();
  const agreement = first.agree({ ...contribution, isStopping: false });
  const failure = expect(agreement).rejects.toThrow(
    'rank 0 (a) failed: it was to stop, and waited 4 s for the others to end the step',
  );
  await vi.advanceTimersByTimeAsync(60_000);
  stop.abort();
  await vi.advanceTimersByTimeAsync(4500);
  await failure;
  first.end();
});

it('it waits where it computes itself, and as soon as all know that they stop', async () => {
  const { first, second, stop } = stopping();
  stop.abort();
  await vi.advanceTimersByTimeAsync(60_000);
  await Promise.all([first, second].map((ranks) => ranks.agree({ ...contribution, isStopping: ranks === first })));
  expect([first, second].map((ranks) => ranks.isStopping(undefined))).toEqual([true, true]);
  const saving = first.sum(Float64Array.of(1));
  await vi.advanceTimersByTimeAsync(60_000);
  await second.sum(Float64Array.of(1));
  await saving;
  expect(vi.getTimerCount()).toBe(0);
});
