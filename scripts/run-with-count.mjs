// One folder of tests, with a count of its own instead of the small one of `npm test`.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { projectPath } from './setup/project.mjs';

/**
 * @param {{ folder: string, option: string, fallback: string, variable: string, share?: number }} test `share`: tests that divide
 * the count among them, default 1
 */
export function runWithCount({ folder, option, fallback, variable, share = 1 }) {
  const { values } = parseArgs({ options: { [option]: { type: 'string', default: fallback } } });
  const count = String(values[option]);
  if (!/^[1-9]\d*$/.test(count)) {
    console.error(`--${option} is '${count}', expected a whole number of at least 1`);
    process.exit(2);
  }
  const { status } = spawnSync(process.execPath, [projectPath('node_modules/vitest/vitest.mjs'), 'run', folder], {
    cwd: projectPath('.'),
    env: { ...process.env, [variable]: String(Math.ceil(Number(count) / share)) },
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
}
