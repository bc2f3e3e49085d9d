// `npm run test:crash -- --kills 500`: the crash tests alone, with more kills than `npm test` makes.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { projectPath } from './setup/project.mjs';

const { values } = parseArgs({ options: { kills: { type: 'string', default: '500' } } });
if (!/^[1-9]\d*$/.test(values.kills)) {
  console.error(`--kills is '${values.kills}', expected a whole number of at least 1`);
  process.exit(2);
}
const { status } = spawnSync(process.execPath, [projectPath('node_modules/vitest/vitest.mjs'), 'run', 'test/crash'], {
  cwd: projectPath('.'),
  env: { ...process.env, GOOGLENET_CRASH_KILLS: values.kills },
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
