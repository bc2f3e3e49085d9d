import { describe, expect, it } from 'vitest';
import type { RunDetails, RunOverview } from '../../../../src/studio/protocol.ts';
import { pauseBeforeAskingAgain } from './ask-again.ts';

const ended = Date.parse('2026-11-24T12:00:00Z');
const done = { status: 'done', updated: '2026-11-24T12:00:00Z' } as const satisfies Partial<RunOverview>;
const nothing = { evaluation: null, hasReport: false };

describe('pauseBeforeAskingAgain', () => {
  it('waits for an evaluation, ever more patiently, and then no longer', () => {
    const after = (seconds: number) => pauseBeforeAskingAgain(nothing, done, ended + seconds * 1000);
    expect([0, 2, 20, 100, 400, 899].map(after)).toEqual([1000, 1000, 5000, 25_000, 60_000, 60_000]);
    expect(after(900)).toBeNull();
  });

  it('waits for the report too', () => {
    const evaluation = {} as RunDetails['evaluation'];
    expect(pauseBeforeAskingAgain({ evaluation, hasReport: false }, done, ended)).toBe(1000);
    expect(pauseBeforeAskingAgain({ evaluation, hasReport: true }, done, ended)).toBeNull();
  });

  it('does not wait for runs that go on, that failed, or of which nothing is known', () => {
    for (const status of ['running', 'diverged', 'failed', 'interrupted', 'unreadable'] as const) {
      expect(pauseBeforeAskingAgain(nothing, { ...done, status }, ended)).toBeNull();
    }
    expect(pauseBeforeAskingAgain(nothing, null, ended)).toBeNull();
    expect(pauseBeforeAskingAgain(nothing, { ...done, updated: null }, ended)).toBeNull();
    expect(pauseBeforeAskingAgain(nothing, { ...done, updated: 'soon' }, ended)).toBeNull();
  });
});
