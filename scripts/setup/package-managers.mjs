// The package managers that set-up can drive: apt, dnf, brew. Each tells whether it may install without a question, and
// installs one package by the name that a row of system-packages.mjs has for it.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { capture } from './command.mjs';

/**
 * @typedef {object} PackageName
 * @property {string} name
 * @property {RegExp} [alsoKnownAs] names by which other releases of the system have it; the newest is installed
 */

/**
 * @typedef {object} PackageManager
 * @property {'apt' | 'dnf' | 'brew'} name
 * @property {string} program
 * @property {string} needs what has to be so for mayInstall
 * @property {() => Promise<boolean>} mayInstall
 * @property {(wanted: PackageName) => Promise<string>} install answers with its complaint, or nothing
 */

/** @type {readonly PackageManager[]} */
const managers = [
  {
    name: 'apt',
    program: 'apt-get',
    needs: 'root or passwordless sudo',
    mayInstall: mayBeRoot,
    install: installWithApt,
  },
  {
    name: 'dnf',
    program: 'dnf',
    needs: 'root or passwordless sudo',
    mayInstall: mayBeRoot,
    install: async ({ name }) => complaintOf(await captureAsRoot(['dnf', 'install', '-y', '-q', name])),
  },
  {
    name: 'brew',
    program: 'brew',
    needs: 'a user other than root', // Homebrew's own rule
    mayInstall: async () => !isRoot(),
    install: async ({ name }) =>
      complaintOf(
        await capture('brew', ['install', '--quiet', name], {
          env: { ...process.env, HOMEBREW_NO_AUTO_UPDATE: '1', NONINTERACTIVE: '1' },
        }),
      ),
  },
];

/** @returns {PackageManager | undefined} the first whose program is on the PATH */
export function findPackageManager() {
  return managers.find(({ program }) => isOnPath(program));
}

/**
 * The newest of the names that fit, by the number in it.
 * @param {readonly string[]} names
 * @param {RegExp} pattern
 * @returns {string | undefined}
 */
export function newestName(names, pattern) {
  return names
    .filter((name) => pattern.test(name))
    .sort(new Intl.Collator('en', { numeric: true }).compare)
    .at(-1);
}

// Waits for another apt (a fresh machine's own updates), but not long for a network that is not there.
const aptOptions = [
  '-q',
  '-o',
  'DPkg::Lock::Timeout=120',
  '-o',
  'Acquire::Retries=0',
  '-o',
  'Acquire::http::Timeout=15',
];

/** @type {Promise<{ code: number, output: string }> | undefined} of this run: one is enough */
let aptUpdate;

/** @param {PackageName} wanted */
async function installWithApt(wanted) {
  let name = await findInApt(wanted);
  if (name === undefined) {
    aptUpdate ??= captureAsRoot(['apt-get', 'update', ...aptOptions]);
    const updated = await aptUpdate;
    name = await findInApt(wanted);
    if (name === undefined) return complaintOf(updated) || 'it has no such package';
  }
  return complaintOf(await captureAsRoot(['apt-get', 'install', '-y', '--no-install-recommends', ...aptOptions, name]));
}

/**
 * @param {PackageName} wanted
 * @returns {Promise<string | undefined>} the name that this system's apt knows
 */
async function findInApt({ name, alsoKnownAs }) {
  const { output } = await capture('apt-cache', ['pkgnames']);
  const names = output.split('\n');
  return alsoKnownAs === undefined ? names.find((known) => known === name) : newestName(names, alsoKnownAs);
}

/** @param {readonly string[]} command */
function captureAsRoot(command) {
  const asRoot = ['env', 'DEBIAN_FRONTEND=noninteractive', 'LC_ALL=C', ...command];
  return isRoot() ? capture('env', asRoot.slice(1)) : capture('sudo', ['-n', ...asRoot]);
}

async function mayBeRoot() {
  return isRoot() || (await capture('sudo', ['-n', 'true'])).code === 0;
}

function isRoot() {
  return process.getuid?.() === 0;
}

/**
 * The line of its output that says why a command failed: apt's begin with `E:` or `W:`, dnf's and brew's with `Error:`.
 * apt's update succeeds without a network, with a warning: the code alone does not tell.
 * @param {{ code: number, output: string }} result
 * @returns {string} empty if there is nothing to complain of
 */
export function complaintOf({ code, output }) {
  const lines = output.trim().split('\n');
  const line =
    lines.find((candidate) => /^E(rror)?:/.test(candidate)) ??
    lines.find((candidate) => candidate.startsWith('W:')) ??
    (code === 0 ? '' : lines.at(-1));
  const withoutAddress = line.replace(/^\w+: ?/, '').replace(/https?:\S+\s*/, '');
  return withoutAddress.length > 120 ? `${withoutAddress.slice(0, 119)}…` : withoutAddress;
}

/** @param {string} program */
function isOnPath(program) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
