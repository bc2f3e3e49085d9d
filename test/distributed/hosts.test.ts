// Ranks on hosts of their own, which the test makes of network namespaces: over a network the results are the same, and a
// cable that is pulled out ends all of them.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { compileScript } from '../support/compile-script.ts';
import { describeUnless, itUnless } from '../support/unless.ts';
import { kinds, Launch, withoutHosts } from './launch.ts';

/** Bytes of the large sums in the scenario `sums`. */
const summed = 24_000_000 + 9_200_000;
/** Milliseconds. */
const timeout = 6000;

let script: string;
beforeAll(() => {
  script = compileScript('distributed');
});

const reason = withoutHosts();
const withoutTaps = existsSync('/dev/net/tun') ? undefined : 'there is no /dev/net/tun for the relay';

// Most of their time is waiting.
describe.concurrent('MPI on several hosts', () => {
  for (const kind of kinds)
    describeUnless(reason ?? kind.missing, `ranks on several hosts, joined by ${kind.name}`, () => {
      it('have the same sums as on one host, over the network', async () => {
        const alone = new Launch(kind, script, 'sums', { ranks: 2 });
        const apart = new Launch(kind, script, 'sums', { ranks: 2, network: '200mbit' });
        expect(await Promise.all([alone.end(), apart.end()]), alone.output + apart.output).toEqual([0, 0]);
        const expected = alone.outcomes()[0].values;
        for (const { values } of apart.outcomes()) {
          const { digest, large, halves } = expected;
          expect(values).toMatchObject({ hosts: ['host-1', 'host-2'], digest, large, halves });
          // A second, if the network lets no more through.
          expect(values.waited).toBeGreaterThan((summed * 8) / 200_000);
        }
        const [received, sent] = readFileSync(join(apart.folder, 'bytes'), 'utf8').split(' ').map(Number);
        for (const bytes of [received, sent]) {
          expect(bytes).toBeGreaterThan(summed);
          expect(bytes).toBeLessThan(1.1 * summed);
        }
      });

      itUnless(withoutTaps, 'wait for a network with a delay, and have the same sums', async () => {
        const run = new Launch(kind, script, 'smallSums', { ranks: 2, network: 'delay:20' });
        expect(await run.end(), run.output).toBe(0);
        const outcomes = run.outcomes();
        expect(outcomes.length).toBe(2);
        for (const { values } of outcomes) {
          expect(values.sums).toEqual([1, 3, 5, 7, 9]);
          // In a sum each hears the other at least twice: that it has come, and its values.
          expect(values.waited).toBeGreaterThan(5 * 2 * 20);
        }
      });

      it('end, each naming those that it does not reach, when one is cut off', async () => {
        const run = new Launch(kind, script, 'steps', { ranks: 3, timeout, network: 'unlimited' });
        await run.started(3);
        writeFileSync(join(run.folder, 'cut'), '');
        await run.end();
        const messages = run.outcomes().map(({ error }) => error?.message ?? '');
        expect(messages[1]).toContain('waited 6 s for rank 0 (host-1), rank 2 (host-3)');
        for (const message of [messages[0], messages[2]]) expect(message).toContain('waited 6 s for rank 1 (host-2)');
        expect(run.outcomes().every(({ values }) => values.saved)).toBe(true);
        expect(readFileSync(join(run.folder, 'ended'), 'utf8')).toMatch(/^\d+\n$/);
      });
    });
});
