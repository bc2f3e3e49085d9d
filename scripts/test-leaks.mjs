// `npm run test:leaks -- --rounds 200`: the leak tests alone, with more rounds between two looks than `npm test` makes.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { projectPath } from './setup/project.mjs';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '200' } } });
if (!/^[1-9]\d*$/.test(values.rounds)) {
  console.error(`--rounds is '${values.rounds}', expected a whole number of at least 1`);
  process.exit(2);
}
const { status } = spawnSync(process.execPath, [projectPath('node_modules/vitest/vitest.mjs'), 'run', 'test/leaks'], {
  cwd: projectPath('.'),
  env: { ...process.env, GOOGLENET_LEAK_ROUNDS: values.rounds },
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
