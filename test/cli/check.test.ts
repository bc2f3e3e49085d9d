import { mkdirSync, mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { summaryLines } from '../../src/cli/check/print-check.ts';
import { checkFolder } from '../../src/data/image-folder/check-folder.ts';
import { folderSettings } from '../../src/data/image-folder/folder-settings.ts';
import { openImageFolder } from '../../src/data/image-folder/image-folder.ts';
import { runCommand } from './context.ts';

const cache = mkdtempSync(join(tmpdir(), 'googlenet-check-'));
const env = { XDG_CACHE_HOME: cache };

/** Each number is another picture, of that many columns; a text is the file's content. */
async function makeFolder(files: Readonly<Record<string, number | string>>): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'googlenet-check-'));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    if (path.endsWith('/')) mkdirSync(join(folder, path), { recursive: true });
    else if (typeof content === 'string') writeFileSync(join(folder, path), content);
    else
      await sharp({ create: { width: content, height: 10, channels: 3, background: '#808080' } })
        .png()
        .toFile(join(folder, path));
  }
  return folder;
}

const check = (folder: string, ...more: readonly string[]) => runCommand(['check', folder, ...more], { env });
const numbered = (name: string, count: number, from: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`${name}/${index}.png`, from + index]));

describe('googlenet check', () => {
  it('shows pictures of each class, sizes, and what looks like a mistake', async () => {
    const folder = await makeFolder({
      ...{ ...numbered('train/cat', 12, 10), ...numbered('train/dog', 3, 40), 'train/owl/a.png': 70 },
      ...{
        'val/cat/x.png': 80,
        'val/cat/y.png': 10,
        'val/owl/a.png': 90,
        'train/Cat/0.png': 40,
        'train/Cat/1.png': 'text',
      },
      ...{ 'train/cat/notes.txt': '', 'loose.png': 9, 'docs/': '' },
    });
    const { exitCode, stdout, stderr } = await check(folder);
    expect(stdout.split('\n')).toEqual([
      `${folder}: 4 classes, 17 pictures in train, 3 pictures in val`,
      '',
      'class  train  val',
      'Cat        1    0',
      'cat       12    2',
      'dog        3    0',
      'owl        1    1',
      '',
      'sizes: 10×10 to 90×10, median 18×10',
      '1 picture left out:',
      '  train/Cat/1.png: is a text file, not a PNG, JPEG, WebP, GIF, AVIF or TIFF picture',
      '1 file of other kinds left out',
      '1 picture beside the folders of the classes left out',
      'folders that are no parts left out: docs',
      'classes with fewer than 10 pictures: Cat (1), dog (3), owl (1)',
      'the largest class has 12.0 times as many pictures as the smallest',
      'class names that differ in upper and lower case alone: Cat, cat',
      '1 picture in more than one part, so that what is tested was learned:',
      '  train/cat/0.png, val/cat/y.png',
      '1 picture in more than one class:',
      '  train/Cat/0.png, train/dog/0.png',
      'a training can start',
      '',
    ]);
    expect([exitCode, stderr]).toEqual([0, '']);
  });

  it('says the same as data', async () => {
    const folder = await makeFolder({ 'a/1.png': 5, 'a/2.png': 6, 'b/1.png': 7, 'b/2.png': 'text' });
    const { exitCode, stdout } = await check(folder, '--json', '--image-size', '8');
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ directory: folder, layout: 'classes', parts: ['train'], images: { train: 3 }, imbalance: 2, problems: [] },
      classes: [
        { name: 'a', images: { train: 2 } },
        { name: 'b', images: { train: 1 } },
      ],
      sizes: {
        smallest: { rows: 10, columns: 5 },
        median: { rows: 10, columns: 6 },
        largest: { rows: 10, columns: 7 },
      },
      leftOut: [{ file: 'b/2.png', reason: 'is a text file, not a PNG, JPEG, WebP, GIF, AVIF or TIFF picture' }],
    });
  });

  it('speaks Chinese', async () => {
    const folder = await makeFolder({ 'a/1.png': 5, 'b/1.png': 7, 'b/2.png': 7 });
    const { stdout } = await check(folder, '--lang', 'zh');
    expect(stdout).toContain(`${folder}：2 个类别，3 张图片\n\n类别  图片\na        1\nb        2\n`);
    expect(stdout).toContain('只有一张图片的类别，该图片留在训练集，不参与验证：a\n');
    expect(stdout).toMatch(/可以开始训练\n$/);
  });

  it.each<[string, Readonly<Record<string, number | string>>, RegExp]>([
    ['one class', { 'a/1.png': 5 }, /there is only one class, a: make a folder for each of at least two\n$/],
    ['an empty class', { 'a/1.png': 5, 'b/': '' }, /classes without a picture to learn from: b: add some/],
    [
      'a class in which nothing can be read',
      { 'a/1.png': 5, 'b/1.png': 'text' },
      /classes without a picture to learn from: b/,
    ],
    ['no picture that can be read', { 'a/1.png': '', 'b/1.png': 'text' }, /there is no picture to learn from/],
    [
      'an empty part',
      { 'train/a/1.png': 5, 'train/b/1.png': 6, 'val/a/1.png': '' },
      /val has no picture that can be read/,
    ],
    ['no folders', { '1.png': 5 }, /has 1 picture but no folders/],
    ['nothing', {}, /has no folders/],
    ['a class that train lacks', { 'train/a/1.png': 5, 'test/b/1.png': 6 }, /test\/b: train has no class of this name/],
  ])('exits with 1 where a training could not start: %s', async (_, files, message) => {
    const { exitCode, stderr } = await check(await makeFolder(files));
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^error INVALID_DATA: [^\n]+\n$/);
    expect(stderr).toMatch(message);
  });

  it('exits with 1 for what is no folder, in one line', async () => {
    const folder = await makeFolder({ file: 'text' });
    const world = { env, workingDirectory: folder };
    expect(await runCommand(['check', 'no'], world)).toEqual({
      ...{ exitCode: 1, stdout: '' },
      stderr:
        'error INVALID_DATA: no: cannot be read: no such file or directory · hint: give the folder that holds a folder of pictures for each class\n',
    });
    expect((await runCommand(['check', 'file'], world)).stderr).toMatch(
      /^error INVALID_DATA: file: is a text file, not a folder/,
    );
    expect(await runCommand(['check'], world)).toMatchObject({ exitCode: 2 });
  });

  it('prints names of any kind in one line each, and changes nothing in the folder', async () => {
    const names = ['a\nb', `"it's"`, '<script>', '👩‍👩‍👧', 'x'.repeat(255), 'CON', '\u001b[31mred'];
    const folder = await makeFolder(Object.fromEntries(names.map((name, index) => [`${name}/1.png`, index + 5])));
    const shape = () =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => [
        path,
        statSync(join(folder, path)).mtimeMs,
      ]);
    const before = shape();
    const { exitCode, stdout } = await check(folder);
    expect(exitCode).toBe(0);
    expect(stdout.trimEnd().split('\n')).toHaveLength(3 + names.length + 5);
    expect(stdout).not.toContain('\u001b');
    expect(shape()).toEqual(before);
  });

  it('shortens long tables and lists', async () => {
    const folder = await makeFolder(
      Object.fromEntries(Array.from({ length: 120 }, (_, index) => [`class ${index}/1.png`, 'text'])),
    );
    const { stdout, stderr } = await check(folder);
    expect(stdout).toContain('and 20 more classes (--json lists all)\n');
    expect(stdout).toMatch(/120 pictures left out:\n( {2}[^\n]+\n){20} {2}and 100 more\n/);
    expect(stderr).toMatch(/there is no picture to learn from/);
  });
});

it('summaryLines says the same in a few lines', async () => {
  const files = Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`a/bad ${index}.png`, 'text']));
  const folder = await openImageFolder(await makeFolder({ ...files, 'a/1.png': 5, 'b/1.png': 6 }), {
    ...{ ...folderSettings({ imageSize: 8 }), cacheDirectory: cache, shownName: 'photos' },
  });
  folder.close();
  expect(summaryLines(checkFolder(folder), 'en')).toEqual([
    'photos: 2 classes, 2 pictures',
    '9 pictures left out:',
    ...[0, 1, 2].map(
      (index) => `  a/bad ${index}.png: is a text file, not a PNG, JPEG, WebP, GIF, AVIF or TIFF picture`,
    ),
    '  and 6 more',
    'classes with fewer than 10 pictures: a (1), b (1)',
    'classes with a single picture, which stays in training and is not validated: a, b',
  ]);
});
