import { mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeFolder } from './make-folder.ts';

it('makes what is missing, and takes what is there', () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'make-folder-')), 'a', 'b');
  makeFolder(folder);
  makeFolder(folder);
  expect(statSync(folder).isDirectory()).toBe(true);
});

it('says what is in the way', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'make-folder-')), 'file');
  writeFileSync(file, '');
  expect(() => makeFolder(file)).toThrow(/^EEXIST/);
  expect(() => makeFolder(join(file, 'a', 'b'))).toThrow(/^ENOTDIR/);
});

it('comes back where a folder cannot exist', ({ skip }) => {
  skip(process.platform !== 'linux', 'only Linux has such a folder in /proc');
  expect(() => makeFolder('/proc/googlenet/a/b')).toThrow(/^ENOENT/);
});
