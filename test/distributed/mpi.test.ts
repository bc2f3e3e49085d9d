// Ranks joined by the MPI that is on this machine, each a process of its own: what is true of the group in memory is true
// of them, and none waits for ever.
import { hostname } from 'node:os';
import { beforeAll, describe, expect, it } from 'vitest';
import { compileScript } from '../support/compile-script.ts';
import { describeUnless, elsewhereThanLinux, itUnless } from '../support/unless.ts';
import { kinds, Launch, type LaunchOptions, type MpiKind } from './launch.ts';

/** Milliseconds: what a rank waits where one does not come, far above what starting takes. */
const shortTimeout = 6000;

let script: string;
beforeAll(() => {
  script = compileScript('distributed');
});

const host = hostname();

// Most of their time is waiting.
describe.concurrent('MPI on one host', () => {
  for (const kind of kinds)
    describeUnless(elsewhereThanLinux ?? kind.missing, `ranks joined by ${kind.name}`, () => {
      const launch = (scenario: string, options: LaunchOptions) => new Launch(kind, script, scenario, options);

      it.each([2, 4])('have the same sums, bytes and texts: %i of them', async (ranks) => {
        const run = launch('sums', { ranks });
        expect(await run.end(), run.output).toBe(0);
        // Nor does the end of a process crash, or anything warn.
        expect(run.output).toBe('');
        const outcomes = run.outcomes().map(({ values }) => values);
        const each = <Value>(value: (rank: number) => Value) => Array.from({ length: ranks }, (_, rank) => value(rank));
        const total = (ranks * (ranks + 1)) / 2;
        for (const values of outcomes) {
          expect(values).toMatchObject({
            size: ranks,
            hosts: each(() => host),
            transport: expect.stringMatching(new RegExp(`^${kind.name} \\d+\\.\\d+`)),
            digest: outcomes[0].digest,
            around: [7, 7],
            broadcast: [5],
            texts: each((rank) => `${'线'.repeat(rank)}rank ${rank}`),
            both: [each(() => 'first'), each(() => 'second')],
            large: [total],
            halves: [[total], [ranks * (ranks - 1)]],
            meanwhile: each(() => 'behind them'),
            again: expect.stringContaining('MPI was started in this process before'),
            small: [total, expect.closeTo(0.1 * total, 14), expect.closeTo(1e300, -286)],
          });
          // Three roundings to float32 at most, of values below 4.
          expect(values.error).toBeLessThan(3 * 2 ** -23);
          expect(values.waited).toBeGreaterThan(0);
        }
        expect(outcomes.length).toBe(ranks);
      });

      it('name the one that is late', async () => {
        const run = launch('late', { ranks: 3, timeout: shortTimeout });
        expect(await run.end(), run.output).not.toBe(0);
        const outcomes = run.outcomes();
        expect(outcomes.map(({ rank }) => rank)).toEqual([0, 2]);
        for (const { error } of outcomes) {
          expect(error).toMatchObject({ ranks: [1], problem: 'late' });
          expect(error?.message).toContain(`collective 2 (float64 sum): waited 6 s for rank 1 (${host})`);
        }
      });

      it.each(['fails', 'failsAmidSums'])(
        'end with the message of the one that fails, which waits until they have saved: %s',
        async (scenario) => {
          const run = launch(scenario, { ranks: 3 });
          expect(await run.end(), run.output).not.toBe(0);
          // A launcher kills whoever is left when one has ended badly: that they have saved shows that it waited.
          const others = run.outcomes().filter(({ rank }) => rank !== 1);
          expect(others.length, run.output).toBe(2);
          for (const { error, values } of others) {
            expect(values.saved).toBe(true);
            expect(error).toMatchObject({ ranks: [1], problem: 'failed' });
            expect(error?.message).toContain(`rank 1 (${host}) failed: the disk is full`);
          }
        },
      );

      it('end when one is killed', async () => {
        const run = launch('killed', { ranks: 3 });
        expect(await run.end(), run.output).not.toBe(0);
        const outcomes = run.outcomes();
        expect(outcomes.length, run.output).toBe(3);
        await expect.poll(() => outcomes.filter(({ pid }) => isRunning(pid))).toEqual([]);
      });

      it('hear a signal while they wait, and tell each other', async () => {
        const run = launch('stopped', { ranks: 3 });
        await run.started(3);
        run.stop();
        await run.end();
        const outcomes = run.outcomes().filter(({ error }) => error !== undefined);
        expect(outcomes.map(({ rank }) => rank)).toEqual(expect.arrayContaining([0, 2]));
        for (const { error } of outcomes) expect(error?.message).toContain('failed: stopped by SIGTERM');
      });

      it('notice that they are at different steps', async () => {
        const run = launch('mismatch', { ranks: 3 });
        expect(await run.end(), run.output).not.toBe(0);
        for (const { error } of run.outcomes()) {
          expect(error).toMatchObject({ ranks: [1], problem: 'mismatch' });
          expect(error?.message).toContain(`rank 1 (${host}) at collective 1 (broadcast, 24 bytes)`);
        }
        expect(run.outcomes().length, run.output).toBe(3);
      });

      it('leave the processor to others while they wait', async () => {
        const run = launch('waits', { ranks: 2 });
        expect(await run.end(), run.output).toBe(0);
        const [{ values }] = run.outcomes();
        expect(values.waited).toBeGreaterThan(2900);
        // One that asks without a pause lets it go a few times at most; one that pauses, hundreds of times, on a busy machine fewer.
        expect(values.pauses).toBeGreaterThan(50);
        expect(values.processor).toBeLessThan(Number(values.waited) / 3);
      });

      it('end with a line where one never starts MPI', async () => {
        const run = launch('absent', { ranks: 2, timeout: shortTimeout });
        expect(await run.end(), run.output).not.toBe(0);
        expect(run.output).toContain('MPI_Init has not returned after 6 s');
      });

      itUnless(otherThan(kind)?.missing, 'end where the library makes another world than the launcher', async () => {
        const run = launch('sums', { ranks: 2, path: kind.strange });
        expect(await run.end(), run.output).not.toBe(0);
        for (const { error } of run.outcomes()) {
          expect(error?.problem).toBe('mismatch');
          expect(error?.message).toMatch(/ started 2 processes, but .* makes a world of 1/);
        }
        expect(run.outcomes().length, run.output).toBeGreaterThan(0);
      });
    });
});

function otherThan(kind: MpiKind): MpiKind | undefined {
  return kinds.find((each) => each !== kind);
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
