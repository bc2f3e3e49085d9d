import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { temporaryFolder } from './context.ts';

it('bin/googlenet.js says in one line that nothing is built', () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  copyFileSync(fileURLToPath(new URL('../../bin/googlenet.js', import.meta.url)), join(folder, 'bin', 'googlenet.js'));
  const { status, stderr } = spawnSync(process.execPath, [join(folder, 'bin', 'googlenet.js')], { encoding: 'utf8' });
  expect(status).toBe(1);
  expect(stderr).toBe('error NOT_BUILT: dist/cli/main.js is missing · hint: run `npm run build`\n');
});
