import { describe, expect, it } from 'vitest';
import { CollectiveError } from '../errors/collective-error.ts';
import { localGroups } from './local-group.ts';
import type { ProcessGroup } from './process-group.ts';

const hosts = ['a', 'b', 'c'];

/** The same work on every rank, at once. */
function onAll<Result>(groups: readonly ProcessGroup[], work: (group: ProcessGroup) => Promise<Result>) {
  return Promise.all(groups.map(work));
}

/** What a rank's work ends with. */
async function problemOf(work: Promise<unknown>): Promise<CollectiveError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof CollectiveError)) throw new Error(`no CollectiveError but ${error}`);
  return error;
}

describe('a group in one process', () => {
  it('sums in the order of the ranks, in float64', async () => {
    const groups = localGroups(3);
    const sums = await onAll(groups, async (group) => {
      const values = Float32Array.of(group.rank + 1, group.rank === 0 ? 2 ** 24 : 1);
      await group.sum(values);
      return [...values];
    });
    // In float32, 2²⁴ + 1 + 1 would be 2²⁴.
    expect(sums).toEqual(new Array(3).fill([6, 2 ** 24 + 2]));
  });

  it('sums a part of a larger memory in place', async () => {
    const wholes = await onAll(localGroups(2), async (group) => {
      const whole = new Float64Array(5).fill(1);
      await group.sum(whole.subarray(1, 3));
      return [...whole];
    });
    expect(wholes).toEqual(new Array(2).fill([1, 2, 2, 1, 1]));
  });

  it('sums values that become known one after the other, and then does what was asked meanwhile', async () => {
    const results = await onAll(localGroups(2), async (group) => {
      const sums = await group.beginSums();
      const [first, second] = [Float32Array.of(group.rank + 1), Float32Array.of(2, group.rank)];
      sums.add(first);
      const texts = group.gather(`rank ${group.rank}`);
      sums.moveOn();
      sums.add(second);
      await sums.finish();
      return [[...first], [...second], await texts];
    });
    expect(results).toEqual(new Array(2).fill([[3], [4, 1], ['rank 0', 'rank 1']]));
  });

  it('ends sums that a rank cannot finish, as it fails or leaves', async () => {
    const [first, second, third] = localGroups(3, { hosts });
    const [sums] = await onAll([first, second, third], (group) => group.beginSums());
    sums.add(Float32Array.of(1));
    const waiting = problemOf(sums.finish());
    second.fail('stopped');
    expect((await waiting).message).toContain('rank 1 (b) failed: stopped');
    await Promise.all([first.close(), second.close(), third.close()]);
    const [leaving, left] = localGroups(2, { hosts: ['a', 'b'] });
    await leaving.beginSums();
    const gone = leaving.close();
    expect((await problemOf(left.gather(''))).message).toContain('rank 0 (a) failed: ');
    await Promise.all([gone, left.close()]);
  });

  it('does not count the time in which a rank computes while its sums travel', async () => {
    const [first, second] = localGroups(2);
    const [ours, theirs] = await Promise.all([first.beginSums(), second.beginSums()]);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await Promise.all([ours.finish(), theirs.finish()]);
    expect(first.waited).toBeLessThan(45);
  });

  it('gives all ranks what rank 0 has, and the texts of all', async () => {
    const results = await onAll(localGroups(3), async (group) => {
      const values = Uint8Array.of(group.rank + 1, 7);
      await group.broadcast(values);
      return { values: [...values], texts: await group.gather(`rank ${group.rank}`) };
    });
    expect(results).toEqual(new Array(3).fill({ values: [1, 7], texts: ['rank 0', 'rank 1', 'rank 2'] }));
  });

  it('does what is asked for at once in the order of the calls', async () => {
    const texts = await onAll(localGroups(2), (group) => Promise.all([group.gather('first'), group.gather('second')]));
    expect(texts).toEqual(
      new Array(2).fill([
        ['first', 'first'],
        ['second', 'second'],
      ]),
    );
  });

  it('counts the time that a rank waits for another', async () => {
    const [first, second] = localGroups(2);
    const sum = first.sum(Float64Array.of(1));
    await new Promise((resolve) => setTimeout(resolve, 50));
    await second.sum(Float64Array.of(1));
    await sum;
    expect(first.waited).toBeGreaterThan(45);
    expect(second.waited).toBeLessThan(first.waited);
  });

  it('names the ranks that are late, by host, and not those that gave up waiting', async () => {
    const [first, second] = localGroups(3, { hosts, timeout: 30 });
    const problems = await Promise.all([
      problemOf(first.sum(Float64Array.of(1))),
      problemOf(second.sum(Float64Array.of(1))),
    ]);
    for (const problem of problems) {
      expect(problem).toMatchObject({ code: 'COLLECTIVE_FAILED', problem: 'late', ranks: [2] });
      expect(problem.message).toMatch(/^collective 1 \(float64 sum\): waited 0.03 s for rank 2 \(c\) · hint: /);
    }
    expect(await problemOf(first.sum(Float64Array.of(1)))).toBe(problems[0]);
  });

  it('tells all ranks why one failed, in a collective or before the next, and waits until they have ended', async () => {
    const [first, second, third] = localGroups(3, { hosts });
    const waiting = problemOf(first.sum(Float64Array.of(1)));
    second.fail('the disk is full');
    const problems = [await waiting, await problemOf(third.gather('')), await problemOf(second.gather(''))];
    for (const problem of problems) {
      expect(problem).toMatchObject({ problem: 'failed', ranks: [1] });
      expect(problem.message).toContain('rank 1 (b) failed: the disk is full');
    }
    let hasEnded = false;
    const ending = second.close().then(() => {
      hasEnded = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(hasEnded).toBe(false);
    await Promise.all([first.close(), third.close(), ending]);
    expect(hasEnded).toBe(true);
  });

  it('waits for one another also where all have failed by themselves: each may still have something to save', async () => {
    const groups = localGroups(2);
    for (const group of groups) group.fail('stopped');
    let hasEnded = false;
    const ending = groups[0].close().then(() => {
      hasEnded = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(hasEnded).toBe(false);
    await Promise.all([groups[1].close(), ending]);
  });

  it('ends what a rank has under way when it fails', async () => {
    const [first, second] = localGroups(2, { hosts: ['a', 'b'] });
    const own = problemOf(first.sum(Float64Array.of(1)));
    first.fail('stopped');
    expect((await own).message).toContain('rank 0 (a) failed: stopped');
    expect((await problemOf(second.sum(Float64Array.of(1)))).ranks).toEqual([0]);
    await Promise.all([second.close(), first.close()]);
  });

  it('tells when ranks are at different steps, and which one is alone', async () => {
    const [first, second, third] = localGroups(3, { hosts });
    const problems = await Promise.all([
      problemOf(first.sum(new Float32Array(2))),
      problemOf(second.broadcast(new Uint8Array(8))),
      problemOf(third.sum(new Float32Array(2))),
    ]);
    for (const problem of problems) {
      expect(problem).toMatchObject({ problem: 'mismatch', ranks: [1] });
      expect(problem.message).toContain('rank 1 (b) at collective 1 (broadcast, 8 bytes), rank 2 (c) at collective 1');
    }
  });

  it('ends for all at once, and does nothing afterwards', async () => {
    const [first, second] = localGroups(2);
    let hasClosed = false;
    const closing = first.close().then(() => {
      hasClosed = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(hasClosed).toBe(false);
    await Promise.all([second.close(), closing]);
    await first.close();
    expect(await problemOf(first.gather(''))).toMatchObject({ problem: 'closed' });
  });

  it('rejects its end where a rank does not come to it', async () => {
    const [first, second] = localGroups(2, { hosts: ['a', 'b'], timeout: 30 });
    const closing = problemOf(first.close());
    expect((await problemOf(second.gather('').then(() => second.gather('')))).problem).toBe('mismatch');
    await second.close().catch(() => {});
    expect((await closing).problem).toBe('mismatch');
  });

  it('checks what comes in', async () => {
    expect(() => localGroups(0)).toThrow('size is 0, expected a whole number of at least 1');
    expect(() => localGroups(2, { timeout: 0 })).toThrow('timeout is 0');
    const [alone] = localGroups(1);
    const running = await alone.beginSums();
    // @ts-expect-error: no such type
    expect(() => running.add([1, 2])).toThrow('values is an Array of 2 elements, expected a Float32Array');
    await running.finish();
    // @ts-expect-error: no such type
    await expect(alone.sum([1, 2])).rejects.toThrow('values is an Array of 2 elements, expected a Float32Array');
    await alone.sum(Float32Array.of(1));
    expect(alone).toMatchObject({ rank: 0, size: 1, transport: 'memory', hosts: ['local'] });
  });
});
