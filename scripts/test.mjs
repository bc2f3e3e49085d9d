// `npm test`: set-up, then types, lint with format, and tests, up to the first that fails. Arguments go to vitest:
// `npm test -- src/nn`. Closes on one plain line, `312 passed, 0 failed, 1 skipped`, for programs that read the output.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endLike, runNode } from './setup/command.mjs';
import { projectPath } from './setup/project.mjs';
import { printLine } from './setup/report.mjs';
import { setUp } from './setup.mjs';
import { closingLine } from './test/closing-line.mjs';

/** Whether this runs in CI, where other versions of Node and of the library are at hand, and nobody waits. */
const isInCi = process.env.CI !== undefined;
const isDebianInCi = isInCi && existsSync('/usr/bin/apt-get');

/**
 * Each a script that Node runs: what `npx` would find, without its half second.
 * @param {string} report where vitest writes its counts
 */
function checksOf(report) {
  const vitestFlags = [
    '--reporter=default',
    `--reporter=${projectPath('scripts/test/skip-reporter.mjs')}`,
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...process.argv.slice(2),
  ];
  // Biome colours files and pipes too.
  const lintFlags = process.stdout.isTTY ? [] : ['--colors=off'];
  return [
    { label: 'types', args: ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json'] },
    { label: 'types of the page', args: ['node_modules/typescript/bin/tsc', '-p', 'web/tsconfig.json'] },
    { label: 'lint', args: ['node_modules/@biomejs/biome/bin/biome', 'ci', '.', ...lintFlags] },
    ...(isDebianInCi ? [{ label: 'oneDNN 3', args: ['scripts/test-onednn-3.mjs'] }] : []),
    ...(isInCi ? [{ label: 'other versions of Node', args: ['scripts/test-node-versions.mjs', '--small'] }] : []),
    { label: 'tests', args: ['node_modules/vitest/vitest.mjs', 'run', ...vitestFlags] },
  ];
}

/** @returns {Promise<{ code: number | null, signal: NodeJS.Signals | null }>} how the last check that was run ended */
async function runChecks(report) {
  let result = { code: 0, signal: null };
  for (const { label, args } of checksOf(report)) {
    const begin = performance.now();
    const [script, ...rest] = args;
    result = await runNode([projectPath(script), ...rest]);
    const seconds = ((performance.now() - begin) / 1000).toFixed(1);
    printLine(result.code === 0 ? 'done' : 'failed', label, `${seconds} s`);
    if (result.code !== 0) break;
  }
  return result;
}

/** @returns {object | undefined} vitest's report; undefined if it did not get that far */
function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

if (await setUp({ forTests: true })) {
  const scratch = mkdtempSync(join(tmpdir(), 'googlenet-test-'));
  const path = join(scratch, 'report.json');
  const result = await runChecks(path);
  const line = closingLine(readReport(path));
  rmSync(scratch, { recursive: true });
  if (line !== undefined) console.log(line);
  endLike(result);
} else {
  process.exitCode = 1;
}
