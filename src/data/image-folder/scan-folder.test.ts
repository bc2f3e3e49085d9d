import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { asSomebodyElse } from '../../../test/support/somebody-else.ts';
import { itUnless, onWindows } from '../../../test/support/unless.ts';
import { compareCodePoints } from './code-point-order.ts';
import { scanFolder } from './scan-folder.ts';

/** Empty files at these paths; a path that ends in `/` is a folder. */
function makeFolder(...paths: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'googlenet-scan-'));
  for (const path of paths) {
    mkdirSync(join(folder, path.endsWith('/') ? path : dirname(path)), { recursive: true });
    if (!path.endsWith('/')) writeFileSync(join(folder, path), '');
  }
  return folder;
}

const pathsOf = async (folder: string) => (await scanFolder(folder)).files.map(({ path }) => path);

describe('compareCodePoints', () => {
  it('orders as Python does: by code point, not by UTF-16 unit and not by language', () => {
    const sorted = [
      '',
      'A',
      'Z',
      'Zz',
      'a',
      'z',
      'é',
      '\ud7ff',
      '\ue000',
      '\uff01',
      '\uffff',
      '😀',
      '😀a',
      '\u{10ffff}',
    ];
    expect([...sorted].reverse().sort(compareCodePoints)).toEqual(sorted);
    expect([...sorted].sort()).not.toEqual(sorted);
  });
});

describe('scanFolder', () => {
  it('takes folders for classes and finds the pictures in them', async () => {
    const folder = makeFolder('dog/1.jpg', 'Cat/b.PNG', 'Cat/a.jpeg', 'bird/', 'cat.png', 'notes.txt');
    const scan = await scanFolder(folder);
    expect(scan).toMatchObject({ layout: 'classes', parts: ['train'], classNames: ['Cat', 'bird', 'dog'] });
    expect(scan.files.map(({ path, part, label }) => [path, part, label])).toEqual([
      ['Cat/a.jpeg', 'train', 0],
      ['Cat/b.PNG', 'train', 0],
      ['dog/1.jpg', 'train', 2],
    ]);
    expect(scan.withoutClass).toBe(1);
  });

  it('takes pictures by their endings, tells how many others there are, and passes over what is hidden', async () => {
    const kinds = [
      'a.png',
      'b.jpg',
      'c.jpeg',
      'd.webp',
      'e.gif',
      'f.avif',
      'g.tif',
      'h.TIFF',
      'i.png.txt',
      'j.bmp',
      'png',
    ];
    const hidden = ['.a.png', '._b.jpg', '.DS_Store', 'Thumbs.db', 'desktop.ini', '.git/a.png', '.ipynb_checkpoints/'];
    const folder = makeFolder(...[...kinds, ...hidden].map((name) => `cat/${name}`), '.git/a.png', 'dog/');
    const scan = await scanFolder(folder);
    expect(scan.classNames).toEqual(['cat', 'dog']);
    expect(scan.files.map(({ path }) => path)).toEqual(kinds.slice(0, 8).map((name) => `cat/${name}`));
    expect([scan.otherFiles, scan.leftOut]).toEqual([3, []]);
  });

  it('walks the folders in a class, sorted as torchvision sorts them', async () => {
    const folder = makeFolder(
      'cat/b/1.png',
      'cat/b-c/1.png',
      'cat/b/d/1.png',
      'cat/z.png',
      'cat/a.png',
      'cat/b/😀.png',
      'cat/b/！.png',
    );
    // sorted(os.walk(…)) compares whole paths of folders: `-` comes before `/`.
    expect(await pathsOf(folder)).toEqual([
      ...['cat/a.png', 'cat/z.png', 'cat/b/1.png', 'cat/b/！.png', 'cat/b/😀.png'],
      ...['cat/b-c/1.png', 'cat/b/d/1.png'],
    ]);
  });

  it.each([
    [
      ['train', 'test'],
      ['train', 'test'],
    ],
    [
      ['train', 'val', 'test'],
      ['train', 'val', 'test'],
    ],
    [
      ['test', 'train', 'valid'],
      ['train', 'val', 'test'],
    ],
    [['train'], ['train']],
  ])('takes %j for parts', async (names, parts) => {
    const folder = makeFolder(...names.flatMap((name) => [`${name}/b/1.png`, `${name}/a/1.png`]), 'train/c/');
    const scan = await scanFolder(folder);
    expect(scan).toMatchObject({ layout: 'parts', parts, classNames: ['a', 'b', 'c'] });
    expect(scan.files.map(({ part, label }) => [part, label])).toEqual(
      parts.flatMap((part) => [
        [part, 0],
        [part, 1],
      ]),
    );
  });

  it('takes train for a class among others, and names folders beside parts', async () => {
    expect(await scanFolder(makeFolder('train/1.png', 'bus/1.png'))).toMatchObject({ classNames: ['bus', 'train'] });
    const scan = await scanFolder(makeFolder('train/a/1.png', 'test/a/1.png', 'docs/', 'constructor/', 'x.png'));
    expect(scan).toMatchObject({ layout: 'parts', otherFolders: ['constructor', 'docs'], withoutClass: 1 });
  });

  it('writes class names in NFC, sorted by code point', async () => {
    const folder = makeFolder('e\u0301/1.png', 'f/1.png', '😀/1.png', '！/1.png', 'constructor/', '__proto__/');
    const { classNames, files } = await scanFolder(folder);
    expect(classNames).toEqual(['__proto__', 'constructor', 'f', '\u00e9', '！', '😀']);
    expect(files[1].path).toBe('e\u0301/1.png');
    const parts = makeFolder('train/e\u0301/1.png', 'val/\u00e9/1.png');
    expect((await scanFolder(parts)).files.map(({ label }) => label)).toEqual([0, 0]);
  });

  it('keeps any name that the system allows, and classes that differ by case', async () => {
    const names = [
      'a\nb',
      `"it's"`,
      '<script>alert(1)</script>'.replace('/', '∕'),
      '👩‍👩‍👧',
      'x'.repeat(255),
      'CON',
      'NUL',
      'Cat',
      'cat',
    ];
    const { classNames } = await scanFolder(makeFolder(...names.map((name) => `${name}/1.png`)));
    expect(classNames).toEqual([...names].sort(compareCodePoints));
  });

  it('follows links, ends loops and leaves out what leads nowhere', async () => {
    const folder = makeFolder('cat/deep/1.png', 'dog/2.png');
    symlinkSync('..', join(folder, 'cat/deep/up'));
    symlinkSync('../../dog', join(folder, 'cat/deep/dogs'));
    symlinkSync('../dog/2.png', join(folder, 'cat/link.png'));
    symlinkSync('cat', join(folder, 'tiger'));
    symlinkSync('nowhere', join(folder, 'cat/broken.png'));
    symlinkSync('round.png', join(folder, 'cat/round.png'));
    const { classNames, files, leftOut } = await scanFolder(folder);
    expect(classNames).toEqual(['cat', 'dog', 'tiger']);
    expect(files.map(({ path }) => path)).toEqual([
      ...['cat/link.png', 'cat/deep/1.png', 'cat/deep/dogs/2.png', 'dog/2.png'],
      ...['tiger/link.png', 'tiger/deep/1.png', 'tiger/deep/dogs/2.png'],
    ]);
    expect(files[0].location).toBe(files[3].location);
    expect(leftOut.slice(0, 2)).toEqual([
      { file: 'cat/broken.png', reason: 'no such file or directory' },
      { file: 'cat/round.png', reason: 'too many symbolic links encountered' },
    ]);
  });

  itUnless(onWindows, 'leaves out pipes and names that are not UTF-8, and says so', async () => {
    const folder = makeFolder('cat/1.png');
    execFileSync('mkfifo', [join(folder, 'cat/pipe.png')]);
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/cat/`), Buffer.from([0xff]), Buffer.from('.png')]), '');
    expect((await scanFolder(folder)).leftOut).toEqual([
      { file: 'cat/pipe.png', reason: 'it is a pipe, not a file' },
      { file: 'cat/\ufffd.png', reason: 'its name is not UTF-8' },
    ]);
  });

  it.each<[string, readonly string[], RegExp]>([
    ['an empty folder', [], /has no folders · hint: make a folder for each class/],
    ['pictures without classes', ['1.png', '2.png'], /has 2 pictures but no folders/],
    ['an empty train', ['train/', 'val/a/1.png'], /\/train: has no folders/],
    ['a class that train lacks', ['train/a/1.png', 'val/b/1.png'], /\/val\/b: train has no class of this name/],
    ['two parts for validation', ['train/a/', 'val/a/', 'valid/a/'], /has val and valid/],
    [
      'parts without train',
      ['val/a/1.png', 'test/a/1.png'],
      /only test, val, which look like parts · hint: name the parts/,
    ],
    ['parts that are called otherwise', ['Train/a/', 'Validation/a/'], /only Train, Validation, which look like parts/],
    [
      'one name spelt twice',
      ['e\u0301/', '\u00e9/'],
      /two classes have one name, '.*' \(U\+0065 U\+0301\) and '.*' \(U\+00E9\)/,
    ],
  ])('refuses %s', async (_, paths, message) => {
    await expect(scanFolder(makeFolder(...paths))).rejects.toThrow(message);
  });

  it('refuses what is missing or a file', async () => {
    const folder = makeFolder('file');
    await expect(scanFolder(join(folder, 'no'))).rejects.toThrow(/no: cannot be read: no such file or directory/);
    await expect(scanFolder(join(folder, 'file'))).rejects.toThrow(/file: is an empty file, not a folder/);
  });

  itUnless(onWindows, 'refuses a folder that may not be read, also deep in a class', async () => {
    const folder = makeFolder('cat/1.png', 'dog/deep/1.png');
    await asSomebodyElse(folder, join(folder, 'dog/deep'), async () => {
      await expect(scanFolder(folder)).rejects.toThrow(
        /dog\/deep: cannot be read: permission denied · hint: check the path/,
      );
    });
  });

  it('finds ten thousand classes', async () => {
    const names = Array.from({ length: 10_000 }, (_, index) => `class ${index}`);
    const { classNames, files } = await scanFolder(makeFolder(...names.map((name) => `${name}/1.png`)));
    expect([classNames.length, files.length, files[9999].label]).toEqual([10_000, 10_000, 9999]);
  });

  it('remembers where, how large and how old a file is', async () => {
    const folder = makeFolder('cat/1.png');
    writeFileSync(join(folder, 'cat/1.png'), 'abc');
    const [{ location, size, modified }] = (await scanFolder(`${folder}/`)).files;
    expect(readFileSync(location, 'utf8')).toBe('abc');
    expect(size).toBe(3);
    expect(Math.abs(Date.now() - modified)).toBeLessThan(3_600_000);
  });
});
