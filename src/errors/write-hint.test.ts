import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { writeHint } from './write-hint.ts';

const failure = (code: string) => Object.assign(new Error('refused'), { code });

it('speaks of space where there is none, and of nothing else', () => {
  expect(writeHint(failure('ENOSPC'), 'choose another folder')).toEqual({
    hint: 'free some space, or choose another folder',
  });
  for (const code of ['EACCES', 'EPERM', 'EROFS', 'ENOENT', 'ENOTDIR', 'EISDIR', 'EEXIST', 'EIO']) {
    expect(writeHint(failure(code), 'choose another folder').hint).not.toContain('space');
  }
});

it('has something to say of what people run into', () => {
  const folder = mkdtempSync(join(tmpdir(), 'write-hint-'));
  const hintOf = (path: string) => {
    try {
      return writeFileSync(join(folder, path), '');
    } catch (error) {
      return writeHint(error).hint;
    }
  };
  mkdirSync(join(folder, 'taken'));
  writeFileSync(join(folder, 'file'), '');
  try {
    expect(hintOf('taken')).toBe('move away the folder that is in its place');
    expect(hintOf('missing/a')).toBe('make the folder first');
    expect(hintOf('file/a')).toBe('move away the file that is in the place of a folder');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it('gives no hint where it knows none', () => {
  expect(writeHint(failure('EIO'))).toEqual({});
  expect(writeHint('thrown')).toEqual({});
  expect(writeHint(failure('EIO'), 'try again')).toEqual({ hint: 'try again' });
});
