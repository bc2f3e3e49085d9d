// Step 1: is this Node new enough? What follows, and its packages, fail in unclear ways on an older one.
import { readFileSync } from 'node:fs';
import { projectPath } from './project.mjs';
import { SetupError } from './setup-error.mjs';

/** @returns {import('./report.mjs').StepResult} */
export function checkNodeVersion() {
  const { engines } = JSON.parse(readFileSync(projectPath('package.json'), 'utf8'));
  const needed = /^>=(\S+)/.exec(engines.node)[1];
  const current = process.versions.node;
  if (isOlder(current, needed)) {
    throw new SetupError(
      `Node ${needed} or newer is needed, this is ${current}: get it from https://nodejs.org or with your version manager`,
    );
  }
  return { mark: 'done', text: current };
}

/**
 * @param {string} version such as `20.9.1`
 * @param {string} needed such as `20.19`; what it leaves out counts as 0
 */
export function isOlder(version, needed) {
  const parts = version.split('.').map(Number);
  for (const [index, part] of needed.split('.').map(Number).entries()) {
    if (parts[index] !== part) return parts[index] < part;
  }
  return false;
}
