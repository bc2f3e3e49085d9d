// Step 2: what package-lock.json names is in node_modules. npm keeps the list of what it installed in
// node_modules/.package-lock.json, in the lock file's own form: the two are compared, and `npm ci` runs if they differ.
import { readFileSync } from 'node:fs';
import { captureNpm, firstLines } from './command.mjs';
import { projectPath } from './project.mjs';
import { SetupError } from './setup-error.mjs';

const npmFlags = [
  '--include=dev', // NODE_ENV=production would leave out the compiler
  '--no-audit',
  '--no-fund',
  '--loglevel=error',
  // npm's own waits, 10 and 60 seconds, are long where there is no network.
  '--fetch-retry-mintimeout=1000',
  '--fetch-retry-maxtimeout=5000',
];

/** @returns {Promise<import('./report.mjs').StepResult>} */
export async function ensureNodePackages() {
  const lock = readLock('package-lock.json');
  if (lock === undefined) throw new SetupError('package-lock.json is missing or damaged: restore it with git');
  const before = readLock('node_modules/.package-lock.json');
  if (before !== undefined && isInstalled(lock, before)) return { mark: 'done', text: `${countOf(before)} up to date` };

  const { code, output } = await captureNpm(['ci', ...npmFlags]);
  if (code !== 0) {
    const networkError = output.match(/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH/);
    if (networkError !== null) {
      throw new SetupError(`npm ci failed: its registry cannot be reached (${networkError[0]}); is there a network?`);
    }
    throw new SetupError('npm ci failed:', firstLines(output, 15));
  }
  const after = readLock('node_modules/.package-lock.json');
  return { mark: 'done', text: `${after === undefined ? '' : `${countOf(after)} `}installed` };
}

/**
 * Whether everything locked is installed in the locked version, and nothing else is.
 * Optional packages may be absent: most are another platform's.
 * @typedef {{ packages: Record<string, { version?: string, integrity?: string, optional?: boolean }> }} Lock
 * @param {Lock} lock what should be there
 * @param {Lock} installed what npm put there
 */
export function isInstalled(lock, installed) {
  const complete = Object.entries(lock.packages).every(([path, wanted]) => {
    if (path === '') return true; // the project itself
    const present = installed.packages[path];
    if (present === undefined) return wanted.optional === true;
    return present.version === wanted.version && present.integrity === wanted.integrity;
  });
  return complete && Object.keys(installed.packages).every((path) => path in lock.packages);
}

/** @returns {Lock | undefined} undefined if there is no such file, or it is damaged */
function readLock(path) {
  try {
    const lock = JSON.parse(readFileSync(projectPath(path), 'utf8'));
    return typeof lock.packages === 'object' ? lock : undefined;
  } catch {
    return undefined;
  }
}

/** @param {Lock} lock */
function countOf(lock) {
  return Object.keys(lock.packages).length;
}
