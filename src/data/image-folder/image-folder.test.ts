import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asSomebodyElse } from '../../../test/support/somebody-else.ts';
import { describeUnless, itUnless, onWindows } from '../../../test/support/unless.ts';
import type { ImageForm } from '../../images/image-form.ts';
import { ImageReader } from '../dataset.ts';
import { DataLoader } from '../loader.ts';
import { makeRoom } from './cache-folder.ts';
import { decodeFiles } from './decode-files.ts';
import { type ImageFolder, openImageFolder } from './image-folder.ts';
import type { ImageNote, ImageProgress, OpenImagesOptions } from './open-images.ts';
import { scanFolder } from './scan-folder.ts';

const size = { channels: 3, rows: 6, columns: 6, fit: 'crop', reduceTo: 64 } as const;
const form: ImageForm = { ...size, ground: 'none', trim: false, background: [255, 255, 255] };

const temporary = () => mkdtempSync(join(tmpdir(), 'googlenet-folder-'));
const picture = (background: string, width = 9, height = 8) =>
  sharp({ create: { width, height, channels: 3, background } });

/** Five pictures, four files that are none. */
const original = temporary();
beforeAll(async () => {
  const png = await picture('#c80000', 60, 40).png().toBuffer();
  const files: [string, Buffer][] = [
    ['cat/1.png', png],
    ['cat/2.jpg', png],
    ['cat/empty.png', Buffer.alloc(0)],
    ['cat/cut.png', png.subarray(0, png.length - 30)],
    ['dog/1.webp', await picture('#00c800', 1, 1).webp({ lossless: true }).toBuffer()],
    ['dog/2.tif', await picture('#0000c8', 30_000, 2).tiff().toBuffer()],
    ['dog/text.jpg', Buffer.from('no picture')],
    ['owl/deep/1.gif', await picture('#c8c800').gif().toBuffer()],
    ['owl/bomb.png', bomb(png)],
  ];
  for (const [path, bytes] of files) {
    mkdirSync(join(original, path, '..'), { recursive: true });
    writeFileSync(join(original, path), bytes);
  }
});

/** A picture of 60,000 by 60,000, if its header were true. */
function bomb(png: Buffer): Buffer {
  const bytes = Buffer.from(png);
  bytes.writeUInt32BE(60_000, 16);
  bytes.writeUInt32BE(60_000, 20);
  return bytes;
}

interface Opened {
  readonly folder: ImageFolder;
  readonly notes: readonly ImageNote[];
  readonly kinds: ReadonlySet<ImageProgress['kind']>;
  readonly pixels: string;
}

async function open(
  directory: string,
  cacheDirectory: string,
  options: Partial<OpenImagesOptions> = {},
): Promise<Opened> {
  const notes: ImageNote[] = [];
  const kinds = new Set<ImageProgress['kind']>();
  const folder = await openImageFolder(directory, {
    ...{ form, margin: 1, cacheDirectory, onNote: (note) => void notes.push(note) },
    onProgress: ({ kind }) => void kinds.add(kind),
    ...options,
  });
  const dataset = folder.dataset(Uint32Array.from(folder.files.keys()), 'all');
  const reader = new ImageReader(dataset);
  const hash = createHash('sha256').update(dataset.sha256);
  for (let index = 0; index < dataset.count; index++) hash.update(reader.read(index));
  folder.close();
  return { folder, notes, kinds, pixels: hash.digest('hex') };
}

const cacheFiles = (cache: string) => readdirSync(join(cache, 'googlenet', 'images'));
const cacheFile = (cache: string) => join(cache, 'googlenet', 'images', cacheFiles(cache)[0]);

/** Names, contents, times. */
function snapshot(directory: string): string {
  const paths = readdirSync(directory, { recursive: true, encoding: 'utf8' }).sort();
  return JSON.stringify(
    paths.map((path) => {
      const { mtimeMs, mode, size } = statSync(join(directory, path));
      return [path, mtimeMs, mode, size];
    }),
  );
}

describe('openImageFolder', () => {
  it('decodes what can be decoded, names what cannot, and leaves the folder as it was', async () => {
    const before = snapshot(original);
    const { folder, notes } = await open(original, temporary());
    expect(folder.files.map(({ path, label, rows, columns }) => [path, label, rows, columns])).toEqual([
      ['cat/1.png', 0, 40, 60],
      ['cat/2.jpg', 0, 40, 60],
      ['dog/1.webp', 1, 1, 1],
      ['dog/2.tif', 1, 2, 30_000],
      ['owl/deep/1.gif', 2, 8, 9],
    ]);
    expect(folder.leftOut).toEqual([
      { file: 'cat/cut.png', reason: expect.stringMatching(/^the picture cannot be decoded: [^\n]+$/) },
      { file: 'cat/empty.png', reason: 'is an empty file, not a PNG, JPEG, WebP, GIF, AVIF or TIFF picture' },
      { file: 'dog/text.jpg', reason: 'is a text file, not a PNG, JPEG, WebP, GIF, AVIF or TIFF picture' },
      { file: 'owl/bomb.png', reason: 'the picture cannot be decoded: Input image exceeds pixel limit' },
    ]);
    expect(folder.files[0].sha256).toBe(
      createHash('sha256')
        .update(readFileSync(join(original, 'cat/1.png')))
        .digest('hex'),
    );
    expect(notes).toEqual([]);
    expect(snapshot(original)).toBe(before);
  });

  it('gives datasets that a loader takes', async () => {
    const folder = await openImageFolder(original, { form, margin: 1, cacheDirectory: temporary() });
    const dataset = folder.dataset(Uint32Array.from([4, 0]), 'train');
    expect(dataset).toMatchObject({ count: 2, channels: 3, rows: 8, columns: 8, margin: 1 });
    expect(dataset.name).toMatch(/\/train$/);
    expect(dataset.classNames).toEqual(['cat', 'dog', 'owl']);
    const { images, labels } = new DataLoader(dataset, { batchSize: 2, imageSize: 6, shuffle: false }).batch(1, 0);
    expect([...labels]).toEqual([2, 0]);
    const levels = [0, 36, 72, 108, 144, 180].map((at) => Math.round(images[at] * 255));
    expect(levels).toEqual([200, 200, 0, 200, 0, 0]);
    const hashes = [[0], [1], [2], [0, 1]].map((indices) => folder.dataset(Uint32Array.from(indices), 'a').sha256);
    // 1.png and 2.jpg have the same content.
    expect(new Set(hashes).size).toBe(3);
    folder.close();
  });

  it('decodes once: the second time all comes from the cache', async () => {
    const cache = temporary();
    const first = await open(original, cache);
    const second = await open(`${original}/`, cache);
    expect([[...first.kinds], [...second.kinds]]).toEqual([['decoding'], ['checking']]);
    expect(second.pixels).toBe(first.pixels);
    expect(second.folder.files).toEqual(first.folder.files);
    expect(second.folder.leftOut).toEqual(first.folder.leftOut);
    expect(cacheFiles(cache)).toHaveLength(1);
  });

  it('decodes again what is wanted otherwise or has changed', async () => {
    const [directory, cache] = [temporary(), temporary()];
    cpSync(original, directory, { recursive: true });
    await open(directory, cache);
    expect([...(await open(directory, cache, { margin: 0 })).kinds]).toEqual(['decoding']);
    expect([...(await open(directory, cache, { form: { ...form, fit: 'pad' } })).kinds]).toEqual(['decoding']);
    const changed = join(directory, 'cat/1.png');
    utimesSync(changed, 1, 1);
    expect([...(await open(directory, cache)).kinds]).toEqual(['decoding']);
    writeFileSync(changed, await picture('#010101').png().toBuffer());
    const { folder } = await open(directory, cache);
    expect(folder.files[0]).toMatchObject({ rows: 8, columns: 9 });
  });

  it.each<[string, (path: string) => void]>([
    ['a pixel', (path) => flip(path, 4096 + 7)],
    ['the last image', (path) => flip(path, 4096 + 9 * 192 - 50)],
    ['the index', (path) => flip(path, 4096 + 9 * 192 + 3)],
    ['the header', (path) => flip(path, 40)],
    ['its checksum', (path) => flip(path, 60)],
    ['the end', (path) => truncateSync(path, statSync(path).size - 1)],
    ['nearly all', (path) => truncateSync(path, 100)],
    ['everything', (path) => truncateSync(path, 0)],
    ['the file itself', (path) => [rmSync(path), mkdirSync(path)]],
  ])('makes a cache anew in which %s is damaged, and says so', async (what, damage) => {
    const cache = temporary();
    const whole = await open(original, cache);
    const path = cacheFile(cache);
    damage(path);
    const again = await open(original, cache);
    expect(again.notes[0]).toMatchObject({ kind: 'damaged-cache', path });
    expect(again.pixels).toBe(whole.pixels);
    // A folder in its place is not ours to remove.
    if (what === 'the file itself') expect(again.notes[1]).toMatchObject({ kind: 'in-memory' });
    else
      expect(await open(original, cache)).toMatchObject({
        notes: [],
        kinds: new Set(['checking']),
        pixels: whole.pixels,
      });
    expect(cacheFiles(cache)).toHaveLength(1);
  });

  itUnless(onWindows, 'tries a file again that could not be read', async () => {
    const [directory, cache] = [temporary(), temporary()];
    cpSync(original, directory, { recursive: true });
    chmodSync(cache, 0o777);
    await asSomebodyElse(directory, join(directory, 'cat/1.png'), async () => {
      for (const kind of ['decoding', 'checking'] as const) {
        const { folder, kinds } = await open(directory, cache);
        expect(folder.leftOut).toContainEqual({ file: 'cat/1.png', reason: 'cannot be read: permission denied' });
        expect([...kinds]).toEqual([kind]);
      }
    });
    const { folder, kinds } = await open(directory, cache);
    expect(folder.files[0].path).toBe('cat/1.png');
    expect([...kinds]).toEqual(['checking', 'decoding']);
  });

  it('keeps images in memory where the cache has no room, and says why; where they fit nowhere, how much they need', async () => {
    const { pixels } = await open(original, temporary());
    const [cache, file] = [temporary(), join(temporary(), 'file')];
    writeFileSync(file, '');
    const limited = await open(original, cache, { cacheLimit: 1000 });
    expect(limited).toMatchObject({ pixels, notes: [{ kind: 'in-memory', bytes: 9 * 192 }] });
    expect(limited.notes[0].reason).toMatch(/images: all of its files together may have 0.000 GB$/);
    expect(limited.folder.cachePath).toBeUndefined();
    expect(cacheFiles(cache)).toEqual([]);
    expect((await open(original, file)).notes).toMatchObject([
      { kind: 'in-memory', reason: expect.stringMatching(/cannot be made: not a directory$/) },
    ]);
    await expect(open(original, file, { memoryLimit: 1000 })).rejects.toThrow(
      /0.000 GB of decoded images fit nowhere: .*cannot be made: .* · hint: make room/,
    );
  });

  it('is made by two at once', async () => {
    const cache = temporary();
    const [one, other] = await Promise.all([open(original, cache), open(original, cache)]);
    expect(one.pixels).toBe(other.pixels);
    expect(cacheFiles(cache)).toHaveLength(1);
  });

  it('stops when it is told to, and leaves nothing behind', async () => {
    const cache = temporary();
    const controller = new AbortController();
    const onProgress = () => controller.abort(new Error('stopped'));
    await expect(open(original, cache, { signal: controller.signal, onProgress })).rejects.toThrow('stopped');
    expect(cacheFiles(cache)).toEqual([]);
    await open(original, cache);
    await expect(open(original, cache, { signal: controller.signal })).rejects.toThrow('stopped');
  });
});

describe('decodeFiles', () => {
  it('leaves out what changed or vanished since the folder was looked at', async () => {
    const directory = temporary();
    cpSync(original, directory, { recursive: true });
    const { files } = await scanFolder(directory);
    rmSync(join(directory, 'cat/1.png'));
    writeFileSync(join(directory, 'cat/2.jpg'), readFileSync(join(original, 'dog/1.webp')));
    const index = await decodeFiles(files, { form, margin: 0 }, { write: () => {} });
    expect(index.omissions.get(0)).toEqual({ reason: 'cannot be read: no such file or directory', isUnreadable: true });
    expect(index.omissions.get(1)?.reason).toBe('cannot be read: it changed since the folder was looked at');
  });
});

describe('makeRoom', () => {
  const hour = 3_600_000;
  function folderOf(files: Readonly<Record<string, number>>): string {
    const folder = temporary();
    for (const [name, age] of Object.entries(files)) {
      writeFileSync(join(folder, name), Buffer.alloc(100));
      const used = new Date(Date.now() - age);
      utimesSync(join(folder, name), used, used);
    }
    return folder;
  }

  it('deletes what was used least recently, as much as has to go, and what was never completed', () => {
    const folder = folderOf({
      'a.images': 2 * hour,
      'b.images': 3 * hour,
      'c.images': hour,
      'd.images.x.tmp': hour,
      'e.txt': 9 * hour,
    });
    expect(makeRoom(folder, 50, 300)).toBeUndefined();
    expect(readdirSync(folder).sort()).toEqual(['a.images', 'c.images', 'e.txt']);
  });

  it('never deletes what is in use, nor anything where that would not be enough', () => {
    const files = { 'a.images': 2 * hour, 'b.images': 1000, 'c.images.x.tmp': 1000 };
    const folder = folderOf(files);
    expect(makeRoom(folder, 150, 300)).toBe('all of its files together may have 0.000 GB');
    expect(makeRoom(folder, 2 ** 60, 2 ** 61)).toMatch(/^the disk has [\d.]+ GB free$/);
    expect(readdirSync(folder).sort()).toEqual(Object.keys(files));
    expect(makeRoom(folder, 100, 300)).toBeUndefined();
    expect(readdirSync(folder).sort()).toEqual(['b.images', 'c.images.x.tmp']);
  });
});

const mountPoint = temporary();
function mountSmallDisk(): string | undefined {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', mountPoint], { stdio: 'pipe' });
    return undefined;
  } catch {
    return 'tmpfs cannot be mounted here';
  }
}
const reason = mountSmallDisk();
afterAll(() => {
  if (reason === undefined) execFileSync('umount', [mountPoint]);
});

describeUnless(reason, 'a cache on a full disk', () => {
  it('is not begun where it cannot fit, and is given up where the disk becomes full meanwhile', async () => {
    const { pixels } = await open(original, temporary());
    const large = await open(original, mountPoint, { form: { ...form, rows: 60, columns: 60 } });
    expect(large.notes).toMatchObject([
      { kind: 'in-memory', reason: expect.stringMatching(/the disk has 0.000 GB free$/) },
    ]);
    const ballast = join(mountPoint, 'ballast');
    const fill = () => {
      try {
        writeFileSync(ballast, Buffer.alloc(2 ** 16));
      } catch {
        // What fitted was written.
      }
    };
    const meanwhile = await open(original, mountPoint, { onProgress: fill });
    expect(meanwhile).toMatchObject({
      pixels,
      notes: [{ kind: 'in-memory', reason: expect.stringMatching(/no space left on device$/) }],
    });
    expect(cacheFiles(mountPoint)).toEqual([]);
    rmSync(ballast);
    expect((await open(original, mountPoint)).notes).toEqual([]);
  });
});

function flip(path: string, at: number): void {
  const bytes = readFileSync(path);
  bytes[at] ^= 1;
  writeFileSync(path, bytes);
}
