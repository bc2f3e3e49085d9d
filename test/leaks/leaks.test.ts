// Whatever is opened and closed leaves nothing behind: memory stays as it is, and so does the number of open files.
// `npm run test:leaks -- --rounds 2000` looks longer.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { compileScript } from '../support/compile-script.ts';
import { enginesUnderTest } from '../support/engines.ts';
import type { ChildOptions, LeakReport } from './child.ts';

const rounds = Number(process.env.GOOGLENET_LEAK_ROUNDS ?? 25);
/** From one look to the next, some rounds later. */
const allowedGrowth = 1.03;

let script: string;
beforeAll(() => {
  script = compileScript('leaks');
}, 60_000);

async function repeatIn(options: ChildOptions): Promise<readonly LeakReport[]> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', script, JSON.stringify(options)]);
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

const rows = [
  // One that meets a part of its suites is too slow for so many rounds.
  ...Object.entries(enginesUnderTest)
    .filter(([, { part }]) => part === undefined)
    .map(([engine, { unavailable }]) => [engine, unavailable] as const),
  ['none', undefined] as const,
] as readonly (readonly [ChildOptions['engine'], string | undefined])[];

describe.each(rows)('what is opened and closed on the engine %s', (engine, unavailable) => {
  it.skipIf(unavailable)(
    'leaves no memory and no file behind',
    async () => {
      const reports = await repeatIn({ engine, rounds });
      expect(reports).toHaveLength(engine === 'none' ? 3 : 4);
      for (const { name, megabytes, files, libraryObjects } of reports) {
        const [before, after] = megabytes.slice(-2);
        const looks = megabytes.map((each) => each.toFixed(1)).join(', ');
        expect(after / before, `${name}: ${looks} MB, ${rounds} rounds apart`).toBeLessThan(allowedGrowth);
        for (const counts of [files, libraryObjects]) expect(counts, name).toEqual(counts.map(() => counts[0]));
      }
    },
    60_000 + rounds * 1000,
  );
});
