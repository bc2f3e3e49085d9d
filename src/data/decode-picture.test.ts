import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DataError } from '../errors/data-error.ts';
import type { Inversion } from '../images/picture.ts';
import { RandomStream } from '../random/random-stream.ts';
import { decodePicture, type PictureOptions, readPicture, tryToDecode } from './decode-picture.ts';
import { fashionMnistForm as form } from './fashion-mnist/files.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'picture-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Noise: [28, 28]. */
const random = new RandomStream(1, 'picture');
const pixels = Uint8Array.from({ length: 784 }, (_, index) => random.uint32(index) & 255);
const noise = () => sharp(pixels, { raw: { width: 28, height: 28, channels: 1 } });

async function read(bytes: Uint8Array, invert: Inversion = 'no'): Promise<Uint8Array> {
  const path = join(folder, 'picture');
  writeFileSync(path, bytes);
  return (await readPicture(path, 'picture', { form, invert })).pixels;
}
const readSharp = async (picture: Sharp, invert?: Inversion) => read(await picture.toBuffer(), invert);

const rgb = (width: number, height: number, background: string) =>
  sharp({ create: { width, height, channels: 3, background } });

describe('readPicture', () => {
  it.each<[string, (picture: Sharp) => Sharp]>([
    ['a grey PNG', (picture) => picture.toColourspace('b-w').png()],
    ['a colour PNG', (picture) => picture.toColourspace('srgb').png()],
    ['a PNG with transparency, all of it opaque', (picture) => picture.toColourspace('srgb').ensureAlpha().png()],
    ['a lossless WebP', (picture) => picture.webp({ lossless: true })],
  ])('leaves the pixels of an image of 28×28 as they are: %s', async (_, encode) => {
    expect(await readSharp(encode(noise()))).toEqual(pixels);
    expect(await readSharp(encode(noise()), 'yes')).toEqual(pixels.map((level) => 255 - level));
  });

  it('reads JPEG, about', async () => {
    const image = await readSharp(rgb(28, 28, '#808080').jpeg());
    expect(Math.max(...image.map((level) => Math.abs(level - 0x80)))).toBeLessThanOrEqual(1);
  });

  it("makes colours grey with PIL's weights", async () => {
    expect((await readSharp(rgb(28, 28, '#ff0000').png()))[0]).toBe(76);
    expect((await readSharp(rgb(28, 28, '#00ff00').png()))[0]).toBe(150);
    expect((await readSharp(rgb(28, 28, '#0000ff').png()))[0]).toBe(29);
  });

  it('keeps proportions and puts the picture in the middle of black', async () => {
    const wide = await readSharp(rgb(300, 100, '#ffffff').png());
    const rows = Array.from({ length: 28 }, (_, row) => new Set(wide.subarray(28 * row, 28 * row + 28)));
    // 28·100/300 = 9.3 rows.
    expect(rows.map((levels) => [...levels])).toEqual(
      Array.from({ length: 28 }, (_, row) => [row >= 9 && row < 18 ? 255 : 0]),
    );
    const tall = await readSharp(rgb(1, 5000, '#ffffff').png());
    expect(tall.reduce((sum, level) => sum + level / 255, 0)).toBe(28);
    // Dark on light: the ground is white, which becomes black as well.
    const inverted = await readSharp(rgb(300, 100, '#ffffff').png(), 'yes');
    expect(inverted).toEqual(new Uint8Array(784));
  });

  it('trims what is like the corner, as the dataset was trimmed', async () => {
    const large = noise().resize(84, 84, { kernel: 'nearest' }).png();
    const whole = await readSharp(large);
    const bordered = sharp(await large.toBuffer()).extend({
      top: 30,
      bottom: 9,
      left: 50,
      right: 1,
      background: '#0c0c0c',
    });
    const edges = await sharp(await bordered.png().toBuffer())
      .greyscale()
      .raw()
      .toBuffer();
    expect(edges[0]).toBe(12);
    expect(await readSharp(bordered.png())).toEqual(whole);
    // A picture of 28×28 is taken for one of the dataset, whose edges are part of it.
    const small = new Uint8Array(784);
    small[28 * 5 + 9] = 200;
    expect(await readSharp(sharp(small, { raw: { width: 28, height: 28, channels: 1 } }).png())).toEqual(small);
  });

  it('averages areas when it reduces', async () => {
    const checks = Uint8Array.from(
      { length: 560 * 560 },
      (_, index) => (((index % 560) + Math.floor(index / 560)) % 2) * 255,
    );
    const image = await readSharp(sharp(checks, { raw: { width: 560, height: 560, channels: 1 } }).png());
    expect(Math.max(...image.map((level) => Math.abs(level - 127)))).toBeLessThanOrEqual(2);
    const large = await readSharp(rgb(3000, 2000, '#ffffff').png());
    expect(large[14 * 28 + 14]).toBe(255);
  });

  it('takes what is transparent for ground', async () => {
    const clear = () => sharp({ create: { width: 28, height: 28, channels: 4, background: '#ff000000' } }).png();
    expect(await readSharp(clear())).toEqual(new Uint8Array(784));
    expect(await readSharp(clear(), 'yes')).toEqual(new Uint8Array(784));
  });

  it('mixes what is half transparent with the black ground', async () => {
    const half = (background: string) => sharp({ create: { width: 28, height: 28, channels: 4, background } }).png();
    expect((await readSharp(half('#ffffff80')))[0]).toBe(128);
    expect((await readSharp(half('#00000080'), 'yes'))[0]).toBe(128);
    expect((await readSharp(half('#00000080')))[0]).toBe(0);
  });

  it('inverts a picture by itself where its ground is light, and says so', async () => {
    const shoe = (ground: string, thing: string) =>
      sharp({ create: { width: 200, height: 100, channels: 3, background: ground } })
        .composite([{ input: { create: { width: 80, height: 40, channels: 3, background: thing } } }])
        .png()
        .toBuffer();
    const path = join(folder, 'shoe');
    const readAs = async (picture: Promise<Buffer>, options: Partial<PictureOptions> = {}) => {
      writeFileSync(path, await picture);
      return readPicture(path, 'shoe', { form, ...options });
    };
    const [dark, light] = [() => shoe('#f0f0f0', '#202020'), () => shoe('#0f0f0f', '#dfdfdf')];
    const turned = await readAs(dark());
    expect(turned).toEqual({ ...(await readAs(light())), inverted: true });
    expect(await readAs(dark(), { invert: 'yes' })).toEqual(turned);
    const asItIs = await readAs(dark(), { invert: 'no' });
    expect(asItIs.inverted).toBe(false);
    expect(asItIs.pixels).not.toEqual(turned.pixels);
    // Where nothing is known of the ground nothing is inverted or cut away by itself.
    const plain = { ...form, rows: 20, columns: 40, ground: 'none', trim: false } as const;
    const whole = await readAs(dark(), { form: plain });
    expect([whole.inverted, whole.pixels.length]).toEqual([false, 800]);
    expect([whole.pixels[0], whole.pixels[799], whole.pixels[10 * 40 + 20]]).toEqual([0xf0, 0xf0, 0x20]);
    expect((await readAs(dark(), { form: { ...plain, trim: true } })).pixels).toEqual(new Uint8Array(800).fill(0x20));
  });

  const colour = { ...form, channels: 3, ground: 'none', trim: false, fit: 'crop', rows: 4, columns: 4 } as const;
  const background = [255, 255, 255] as const;
  /** Red, green and blue in the middle. */
  async function colourOf(picture: Sharp): Promise<number[]> {
    const { pixels } = await decodePicture(await picture.toBuffer(), 'picture', { form: { ...colour, background } });
    return [10, 26, 42].map((at) => pixels[at]);
  }

  it.each<[string, (picture: Sharp) => Sharp]>([
    ['GIF', (picture) => picture.gif()],
    ['AVIF', (picture) => picture.avif({ lossless: true })],
    ['TIFF', (picture) => picture.tiff({ compression: 'lzw' })],
    ['TIFF of 16 bit', (picture) => picture.toColourspace('rgb16').tiff({ compression: 'deflate' })],
    ['PNG of 16 bit', (picture) => picture.toColourspace('rgb16').png()],
    ['PNG with a palette', (picture) => picture.png({ palette: true })],
    ['interlaced PNG', (picture) => picture.png({ progressive: true })],
    ['CMYK JPEG', (picture) => picture.toColourspace('cmyk').jpeg({ quality: 100 })],
    ['progressive JPEG', (picture) => picture.jpeg({ progressive: true, quality: 100 })],
  ])('reads %s in its colours', async (_, encode) => {
    const found = await colourOf(encode(rgb(9, 9, '#a07850')));
    // CMYK has fewer colours.
    for (const [channel, level] of [0xa0, 0x78, 0x50].entries())
      expect(Math.abs(found[channel] - level)).toBeLessThan(20);
    expect(
      await colourOf(encode(sharp(Buffer.alloc(81, 77), { raw: { width: 9, height: 9, channels: 1 } }))),
    ).toSatisfy((levels: number[]) => levels.every((level) => Math.abs(level - 77) < 20));
  });

  it('takes the first picture of an animation, and the background where a picture is transparent', async () => {
    const frames = await Promise.all(['#ff0000', '#0000ff'].map((frame) => rgb(8, 8, frame).png().toBuffer()));
    for (const animated of [
      sharp(frames, { join: { animated: true } }).gif(),
      sharp(frames, { join: { animated: true } }).webp(),
    ]) {
      const [red, green, blue] = await colourOf(animated);
      expect([red > 240, green < 15, blue < 15]).toEqual([true, true, true]);
    }
    const clear = sharp({ create: { width: 8, height: 8, channels: 4, background: '#ff000000' } });
    expect(await colourOf(clear.clone().png())).toEqual([255, 255, 255]);
    expect(await colourOf(clear.clone().gif())).toEqual([255, 255, 255]);
  });

  it.each([
    [1, 1],
    [30_000, 2],
    [2, 30_000],
  ])('reads %d×%d, and tells the size', async (width, height) => {
    const bytes = await rgb(width, height, '#c86432').png().toBuffer();
    for (const fit of ['crop', 'pad', 'stretch'] as const) {
      const decoded = await tryToDecode(bytes, { form: { ...colour, fit, background }, margin: 2 });
      expect(decoded).toMatchObject({ rows: height, columns: width, pixels: { length: 3 * 8 * 8 } });
    }
    const turned = await rgb(width, height, '#c86432').withMetadata({ orientation: 6 }).png().toBuffer();
    expect(await tryToDecode(turned, { form: colour })).toMatchObject({ rows: width, columns: height });
  });

  it('turns a photo upright', async () => {
    const image = await readSharp(
      rgb(300, 100, '#ffffff')
        .withExif({ IFD0: { Orientation: '6' } })
        .withMetadata({ orientation: 6 })
        .jpeg(),
    );
    expect(image[14]).toBeGreaterThan(250);
    expect(image[14 * 28]).toBe(0);
  });

  const header = (width: number, height: number) => {
    const chunk = (type: string, data: Buffer) => {
      const bytes = Buffer.alloc(12 + data.length);
      bytes.writeUInt32BE(data.length);
      bytes.write(type, 4);
      data.copy(bytes, 8);
      bytes.writeUInt32BE(crc32(bytes.subarray(4, 8 + data.length)), 8 + data.length);
      return bytes;
    };
    const ihdr = Buffer.alloc(13);
    ihdr.writeUInt32BE(width, 0);
    ihdr.writeUInt32BE(height, 4);
    ihdr[8] = 8;
    return Buffer.concat([
      Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
      chunk('IHDR', ihdr),
      chunk('IDAT', deflateSync(Buffer.alloc(100_000))),
      chunk('IEND', Buffer.alloc(0)),
    ]);
  };

  it.each<[string, () => Uint8Array | Promise<Uint8Array>, string]>([
    ['an empty file', () => new Uint8Array(0), 'is an empty file, not a PNG, JPEG, WebP, GIF, AVIF or TIFF picture'],
    ['text', () => Buffer.from('hello'), 'is a text file, not a PNG, JPEG, WebP, GIF, AVIF or TIFF picture'],
    [
      'a BMP',
      () => Buffer.from('BM'.padEnd(80, '\0')),
      'is a BMP picture, not a PNG, JPEG, WebP, GIF, AVIF or TIFF picture',
    ],
    [
      'a film',
      () => Buffer.from('\0\0\0 ftypisom'.padEnd(80, '\0')),
      'is not a PNG, JPEG, WebP, GIF, AVIF or TIFF picture',
    ],
    [
      'an SVG, which could read other files',
      () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
      'is an SVG drawing, not a PNG, JPEG, WebP, GIF, AVIF or TIFF picture',
    ],
    ['a signature alone', () => Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), 'the picture cannot be decoded'],
    [
      'a picture of more pixels than are decoded',
      () => header(60_000, 60_000),
      'the picture cannot be decoded: Input image exceeds pixel limit',
    ],
    ['a picture of no pixels', () => header(0, 5), 'the picture cannot be decoded'],
    ['less data than the size promises', () => header(5000, 5000), 'the picture cannot be decoded'],
  ])('refuses %s', async (_, make, message) => {
    const bytes = await make();
    await expect(read(bytes)).rejects.toThrow(DataError);
    await expect(read(bytes)).rejects.toThrow(`picture: ${message}`);
  });

  it.each<[string, (picture: Sharp) => Sharp]>([
    ['PNG', (picture) => picture.png()],
    ['JPEG', (picture) => picture.jpeg()],
    ['WebP', (picture) => picture.webp()],
    ['AVIF', (picture) => picture.avif()],
    ['TIFF', (picture) => picture.tiff()],
  ])('refuses a %s that is cut short, wherever', async (_, encode) => {
    const whole = await encode(noise()).toBuffer();
    for (const part of [0.2, 0.5, 0.8, 0.95]) {
      await expect(read(whole.subarray(0, Math.floor(part * whole.length))), `${part}`).rejects.toThrow(DataError);
    }
  });

  it('refuses what is no file, and files that are too large, without reading them', async () => {
    await expect(readPicture(folder, 'here', { form })).rejects.toThrow(
      'here: cannot be read: it is a folder, not a file',
    );
    await expect(readPicture(join(folder, 'no'), 'no', { form })).rejects.toThrow(
      'no: cannot be read: no such file or directory',
    );
    const path = join(folder, 'sparse');
    writeFileSync(path, '');
    truncateSync(path, 2 ** 33);
    await expect(readPicture(path, 'sparse', { form })).rejects.toThrow(
      'sparse: cannot be read: it has 8589934592 bytes, at most 67108864 are read',
    );
  });
});
