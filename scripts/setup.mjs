// Makes a checkout ready to use: Node, npm packages, build, dataset, oneDNN. `npm start` and `npm test` begin with it.
// Safe to run again, and quick when there is nothing to do. Plain JavaScript on Node's built-ins: it runs before `npm ci`.
import { pathToFileURL } from 'node:url';
import { ensureBuild } from './setup/build.mjs';
import { ensureNodePackages } from './setup/node-packages.mjs';
import { checkNodeVersion } from './setup/node-version.mjs';
import { reportStep } from './setup/report.mjs';
import { ensureSystemPackage, systemPackages, testPackages } from './setup/system-packages.mjs';

/**
 * Runs every step, a line each. Without the required ones nothing works; the others only cost something, and it goes on.
 * @param {{ retry?: boolean, forTests?: boolean }} options retry: try again what a package manager refused before;
 * forTests: what only the tests need, too
 * @returns {Promise<boolean>} whether the required steps succeeded
 */
export async function setUp({ retry = false, forTests = false } = {}) {
  const steps = [
    { label: 'node', required: true, run: checkNodeVersion },
    { label: 'packages', required: true, run: ensureNodePackages },
    { label: 'build', required: true, run: ensureBuild },
    ...[...systemPackages, ...(forTests ? testPackages : [])].map((row) => ({
      label: row.label,
      required: false,
      run: () => ensureSystemPackage(row, { retry }),
    })),
  ];
  for (const step of steps) {
    const succeeded = await reportStep(step);
    if (!succeeded && step.required) return false;
  }
  return true;
}

const isMain = process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href;
if (isMain && !(await setUp({ retry: true }))) process.exitCode = 1;
