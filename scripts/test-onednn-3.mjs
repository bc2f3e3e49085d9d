// Tests the oneDNN engine on version 3 of the library, on a system that has version 2: Debian 13's packages are unpacked
// into a folder, and Node is started by their loader. Needs apt; takes about a minute. Arguments go to vitest.
//   node scripts/test-onednn-3.mjs
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectPath } from './setup/project.mjs';

const packages = ['libdnnl3.6', 'libc6', 'libstdc++6', 'libgomp1', 'libgcc-s1'];
const files = ['conformance', 'engine-lifetimes', 'exact', 'parity', 'window-parity', 'elementwise-parity'].map(
  (name) => `test/${name}.test.ts`,
);
const tests = [...files, 'test/onednn', '-t', 'onednn'];

const folder = projectPath('node_modules/.cache/googlenet/onednn-3');
const libraries = join(folder, 'root/usr/lib/x86_64-linux-gnu');

if (!existsSync(libraries)) unpack();
process.exitCode = runTests();

/** Leaves the system's own package lists alone. */
function unpack() {
  for (const name of ['lists/partial', 'archives/partial', 'debs']) mkdirSync(join(folder, name), { recursive: true });
  const mirror = mirrorOf(execFileSync('apt-get', ['indextargets', '--format', '$(SITE)'], { encoding: 'utf8' }));
  const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';
  writeFileSync(join(folder, 'debian13.list'), `deb [signed-by=${keyring}] ${mirror} trixie main\n`);
  const options = [
    `Dir::Etc::sourcelist=${join(folder, 'debian13.list')}`,
    'Dir::Etc::sourceparts=/dev/null',
    `Dir::State::lists=${join(folder, 'lists')}`,
    `Dir::Cache::archives=${join(folder, 'archives')}`,
    'Dir::State::status=/dev/null',
    'APT::Sandbox::User=root',
  ].flatMap((option) => ['-o', option]);
  const debs = join(folder, 'debs');
  execFileSync('apt-get', ['-q', ...options, 'update'], { stdio: 'inherit' });
  execFileSync('apt-get', ['-q', ...options, 'download', ...packages], { cwd: debs, stdio: 'inherit' });
  for (const name of readdirSync(debs)) execFileSync('dpkg', ['-x', join(debs, name), join(folder, 'root')]);
}

/** The mirror that this system uses already. */
function mirrorOf(sites) {
  return sites.split('\n').find((site) => site.includes('/debian') && !site.includes('security')) ?? '';
}

function runTests() {
  // Node as a program that starts itself by the new loader: vitest starts its workers by this path.
  const node = join(folder, 'node');
  const loader = join(libraries, 'ld-linux-x86-64.so.2');
  const path = `${libraries}:/usr/lib/x86_64-linux-gnu:/lib/x86_64-linux-gnu`;
  writeFileSync(node, `#!/bin/sh\nexec '${loader}' --library-path '${path}' '${process.execPath}' "$@"\n`);
  chmodSync(node, 0o755);
  const before = `data:text/javascript,process.execPath=${JSON.stringify(node)}`;
  const library = join(libraries, readdirSync(libraries).find((name) => /^libdnnl\.so\.3/.test(name)) ?? '');
  const vitest = projectPath('node_modules/vitest/vitest.mjs');
  const chosen = process.argv.length > 2 ? process.argv.slice(2) : tests;
  const reporters = ['--reporter=default', `--reporter=${projectPath('scripts/test/skip-reporter.mjs')}`];
  const { status } = spawnSync(node, ['--import', before, vitest, 'run', ...reporters, ...chosen], {
    cwd: projectPath('.'),
    stdio: 'inherit',
    env: { ...process.env, CI: 'true', GOOGLENET_TEST_ONEDNN: library },
  });
  return status ?? 1;
}
