import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { findFileInside } from './inside-path.ts';

const root = realpathSync(mkdtempSync(join(tmpdir(), 'googlenet-inside-')));
const folder = join(root, 'runs', 'a');
mkdirSync(join(folder, 'plots'), { recursive: true });
mkdirSync(join(folder, '.git'));
mkdirSync(join(root, 'runs', 'ab'));
for (const path of [
  'runs/a/file',
  'runs/a/plots/损失 1.svg',
  'runs/a/.hidden',
  'runs/a/.git/config',
  'runs/ab/file',
  'secret',
]) {
  writeFileSync(join(root, path), 'content');
}
symlinkSync(join(root, 'secret'), join(folder, 'out'));
symlinkSync(root, join(folder, 'up'));
symlinkSync('../ab', join(folder, 'sibling'));
symlinkSync('plots', join(folder, 'in'));
symlinkSync('.hidden', join(folder, 'seen'));
symlinkSync('.git', join(folder, 'git'));
symlinkSync('loop', join(folder, 'loop'));
execFileSync('mkfifo', [join(folder, 'pipe')]);

it.each(['file', 'plots/%E6%8D%9F%E5%A4%B1%201.svg', 'in/%E6%8D%9F%E5%A4%B1%201.svg'])('finds %s', async (path) => {
  expect(await findFileInside(folder, path)).toMatchObject({ size: 7 });
});

it.each([
  '',
  '.',
  '..',
  'plots',
  'none',
  'file/',
  '/file',
  'file/file',
  '../../secret',
  '../ab/file',
  'plots/../file',
  '%2e%2e/%2e%2e/secret',
  '..%2f..%2fsecret',
  '%2e%2e%2f%2e%2e%2fsecret',
  '%252e%252e/%252e%252e/secret',
  '..%252f..%252fsecret',
  '..\\..\\secret',
  '..%5c..%5csecret',
  'plots%2f%E6%8D%9F%E5%A4%B1%201.svg',
  '%2fetc%2fpasswd',
  '/etc/passwd',
  join(root, 'secret'),
  'C:%5csecret',
  'file:stream',
  'file%00',
  'file\0.png',
  '%00',
  '%',
  '%E0%A4',
  '%c0%ae%c0%ae/secret',
  '.hidden',
  '.git/config',
  'out',
  'up/secret',
  'up/runs/ab/file',
  'sibling/file',
  'seen',
  'git/config',
  'loop',
  'pipe',
  'x'.repeat(5000),
])('finds nothing at %j', async (path) => {
  expect(await findFileInside(folder, path)).toBeUndefined();
});
