// Which pictures a command line means: of files, folders and patterns.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UsageError } from '../options/usage-error.ts';
import { listPictures } from './list-pictures.ts';

const folder = mkdtempSync(join(tmpdir(), 'list-pictures-'));
const files = [
  'b.jpg',
  'a10.jpg',
  'a2.JPG',
  'notes.txt',
  '.hidden.jpg',
  'cat/2.png',
  'cat/1.png',
  'cat/deep/é.webp',
  'dog/x.gif',
  '.git/z.png',
];
const list = (...words: readonly string[]) => listPictures(words, folder);

beforeAll(() => {
  for (const file of [...files.map((name) => `photos/${name}`), 'odd/a[1].png', 'odd/a1.png']) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), '');
  }
  mkdirSync(join(folder, 'empty/nested'), { recursive: true });
  writeFileSync(join(folder, 'empty/nested/notes.txt'), '');
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('listPictures', () => {
  it('takes all pictures of a folder, its own first, in an order that is the same everywhere', () => {
    expect(list('photos')).toEqual(
      ['a10.jpg', 'a2.JPG', 'b.jpg', 'cat/1.png', 'cat/2.png', 'cat/deep/é.webp', 'dog/x.gif'].map((name) =>
        join('photos', name),
      ),
    );
  });

  it.each([
    ['photos/*.jpg', ['photos/a10.jpg', 'photos/b.jpg']],
    ['./photos/a[0-9].*', ['photos/a2.JPG']],
    ['photos/?at/*', ['photos/cat/1.png', 'photos/cat/2.png', 'photos/cat/deep/é.webp']],
    ['photos/**/*.png', ['photos/cat/1.png', 'photos/cat/2.png']],
    ['**/*.gif', ['photos/dog/x.gif']],
    ['photos/.*.jpg', ['photos/.hidden.jpg']],
    [
      'photos/*',
      [
        'photos/a10.jpg',
        'photos/a2.JPG',
        'photos/b.jpg',
        'photos/cat/1.png',
        'photos/cat/2.png',
        'photos/cat/deep/é.webp',
        'photos/dog/x.gif',
        'photos/notes.txt',
      ],
    ],
    // A folder and what is in it, each once.
    ['photos/dog/**', ['photos/dog/x.gif']],
  ])('expands %s', (pattern, expected) => {
    expect([...list(pattern)].sort()).toEqual(expected.map((name) => join(name)));
    expect(list(join(folder, pattern))).toEqual(list(pattern).map((name) => join(folder, name)));
  });

  it('takes what is there for no pattern', () => {
    expect(list('odd/a[1].png')).toEqual(['odd/a[1].png']);
    expect(list('odd/*.png')).toHaveLength(2);
  });

  it('leaves a missing file to its reader, and a link that goes round alone', () => {
    expect(list('missing.png')).toEqual(['missing.png']);
    symlinkSync('..', join(folder, 'photos/dog/round'), 'dir');
    expect(list('photos/dog/**/*.gif')).toEqual([join('photos/dog/x.gif')]);
  });

  it.each([
    ['photos/*.bmp', "IMAGE… is 'photos/*.bmp', which does not exist, and as a pattern fits nothing"],
    ['nowhere/**/*.png', 'as a pattern fits nothing'],
    ['photos/b.jpg/*', 'as a pattern fits nothing'],
    ['[9-0]', 'as a pattern fits nothing'],
    ['empty', "IMAGE… is 'empty', a folder without pictures"],
  ])('refuses %s', (word, message) => {
    expect(() => list('photos', word)).toThrow(UsageError);
    expect(() => list('photos', word)).toThrow(message);
  });
});
