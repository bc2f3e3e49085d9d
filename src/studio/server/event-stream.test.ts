import { describe, expect, it } from 'vitest';
import { stepLine, temporaryRuns, writeRun } from '../../../test/support/run-files.ts';
import type { Clock } from '../follower/polling.ts';
import { RunsFollower } from '../follower/runs-follower.ts';
import { eventStream } from './event-stream.ts';

async function streamed() {
  const directory = temporaryRuns();
  const run = writeRun(directory, 'a');
  run.append(stepLine(1, 1));
  const follower = new RunsFollower(directory);
  const closing = new AbortController();
  let beat = () => {};
  const waits: number[] = [];
  const clock: Clock = {
    now: () => 0,
    after(milliseconds, listener) {
      waits.push(milliseconds);
      beat = listener;
      return () => {
        beat = () => {};
      };
    },
  };
  const open = () => eventStream({ follower, runs: ['a'], signal: closing.signal, clock }).getReader();
  const reader = open();
  const textOf = async (from = reader) => {
    const { value, done } = await from.read();
    return done ? 'end' : new TextDecoder().decode(value);
  };
  await follower.lookAtAll();
  return { run, follower, closing, open, reader, textOf, waits, beat: () => beat() };
}

describe('eventStream', () => {
  it('tells how soon to come back, then all that there is, then what comes', async () => {
    const { textOf, run, follower } = await streamed();
    expect(await textOf()).toBe('retry: 1000\n\n');
    expect(await textOf()).toMatch(/^event: runs\ndata: \[\{"id":"a".*\}\]\n\n$/);
    await follower.lookAtWatched();
    expect(await textOf()).toMatch(/^event: metrics\ndata: \{"run":"a","isWhole":true,"steps":\[\{.*\}\].*\}\n\n$/);
    run.append(stepLine(1, 2));
    const next = textOf();
    await follower.lookAtWatched();
    // In one look, the list has changed too.
    expect(await next).toMatch(/^event: runs\n/);
    expect(await textOf()).toMatch(/^event: metrics\ndata: \{"run":"a","isWhole":false,/);
  });

  it('tells everything again to a page that comes back', async () => {
    const { textOf, open, follower, reader } = await streamed();
    await textOf();
    await textOf();
    await reader.cancel();
    expect(follower.isWatched).toBe(false);
    const again = open();
    expect(await textOf(again)).toBe('retry: 1000\n\n');
    await follower.lookAtAll();
    expect(await textOf(again)).toMatch(/^event: runs\n/);
    expect(await textOf(again)).toMatch(/^event: metrics\n.*"isWhole":true/);
  });

  it('sends a comment in silence', async () => {
    const { textOf, follower, waits, beat } = await streamed();
    await textOf();
    await textOf();
    await follower.lookAtWatched();
    await textOf();
    for (let round = 0; round < 2; round++) {
      const next = textOf();
      await expect.poll(() => waits.length).toBe(round + 1);
      beat();
      expect(await next).toBe(':\n\n');
    }
    expect(waits).toEqual([15_000, 15_000]);
  });

  it('makes nothing for a page that does not read, and gives it all at once when it does', async () => {
    const { textOf, run, follower } = await streamed();
    await textOf();
    for (let step = 2; step <= 50; step++) {
      run.append(stepLine(1, step));
      await follower.lookAtWatched();
    }
    expect(await textOf()).toMatch(/"step":50,/);
    expect((await textOf()).match(/"step":/g)).toHaveLength(50);
  });

  it('watches nothing before somebody reads', async () => {
    const { follower } = await streamed();
    expect(follower.isWatched).toBe(false);
  });

  it('ends with the server, also while it waits', async () => {
    const { textOf, closing, follower, waits } = await streamed();
    await textOf();
    await textOf();
    await follower.lookAtWatched();
    await textOf();
    const next = textOf();
    await expect.poll(() => waits.length).toBe(1);
    closing.abort();
    expect(await next).toBe('end');
    expect(follower.isWatched).toBe(false);
  });
});
