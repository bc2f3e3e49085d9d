import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { itUnless, onWindows } from '../../test/support/unless.ts';
import { createFile, replaceFile } from './atomic-file.ts';

describe('replaceFile', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'atomic-file-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('writes the chunks in order, over what was there, and leaves no temporary', () => {
    const path = join(folder, 'file');
    replaceFile(path, [Buffer.from('a longer old text')]);
    replaceFile(path, [Buffer.from('new'), new Uint8Array(0), Buffer.from(' text')]);
    expect(readFileSync(path, 'utf8')).toBe('new text');
    expect(readdirSync(folder)).toEqual(['file']);
  });

  it('keeps the old file and removes the temporary when writing fails half-way', () => {
    const path = join(folder, 'file');
    replaceFile(path, [Buffer.from('old')]);
    function* failing(): Generator<Uint8Array> {
      yield Buffer.from('new');
      expect(existsSync(`${path}.tmp`)).toBe(true);
      throw new Error('disk full');
    }
    expect(() => replaceFile(path, failing())).toThrow('disk full');
    expect(readFileSync(path, 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['file']);
  });

  itUnless(onWindows, 'does not write through a link that has the name of its temporary', () => {
    const [path, other] = [join(folder, 'linked'), join(folder, 'other')];
    writeFileSync(other, 'precious');
    symlinkSync(other, `${path}.tmp`);
    expect(() => replaceFile(path, [Buffer.from('x')])).toThrow('ELOOP');
    expect(readFileSync(other, 'utf8')).toBe('precious');
  });

  it('passes the system error on, also when the rename is refused', () => {
    mkdirSync(join(folder, 'taken'));
    expect(() => replaceFile(join(folder, 'taken'), [Buffer.from('x')])).toThrow(/EISDIR|EEXIST|EPERM/);
    expect(readdirSync(folder)).toEqual(['taken']);
    expect(() => replaceFile(join(folder, 'missing', 'file'), [])).toThrow('ENOENT');
  });
});

describe('createFile', () => {
  const folder = mkdtempSync(join(tmpdir(), 'atomic-file-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('makes a new file, and never writes over one, also where another makes it at the same moment', () => {
    const path = join(folder, 'file');
    writeFileSync(`${path}.tmp`, 'precious');
    createFile(path, [Buffer.from('mine')]);
    function* slow(): Generator<Uint8Array> {
      yield Buffer.from('mine');
      writeFileSync(join(folder, 'other'), 'theirs');
    }
    expect(() => createFile(join(folder, 'other'), slow())).toThrow('EEXIST');
    const contents = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]);
    expect(contents.sort()).toEqual([
      ['file', 'mine'],
      ['file.tmp', 'precious'],
      ['other', 'theirs'],
    ]);
  });
});
