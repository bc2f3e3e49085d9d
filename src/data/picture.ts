// Any PNG, JPEG or WebP as an image like those of Fashion-MNIST: 28×28, grey, white on black, the object in the middle.
// The dataset was made so from photos: edges of the ground's colour trimmed, longest side scaled to 28, shortest
// extended, negated, made grey (Xiao et al., 2017, section 2). A picture of 28×28 comes out unchanged.
import { readFile, stat } from 'node:fs/promises';
import type { Sharp } from 'sharp';
import { DataError } from '../errors/data-error.ts';
import { reasonOf } from '../errors/reason-of.ts';
import { Resizer } from './resize.ts';

export interface PictureOptions {
  /** For dark things on a light ground. Default false. */
  readonly invert?: boolean;
}

/** Rows and columns of the result. */
export const pictureSide = 28;

/** Bytes of a file. */
const largestFile = 64 * 2 ** 20;
/** Beyond it a small file may be made to fill the memory. */
const largestPictureInPixels = 100e6;
/** Larger ones are reduced to this while they are decoded, which is many times faster. */
const largestSide = 1024;
/** Ground may differ from the corner by so much: 5 % of 255, as for the dataset. */
const groundTolerance = 13;
const otherFile = 'give a picture of one of these formats, from a screenshot or a camera';

/**
 * @returns [28, 28] bytes, row-major, 0 is black
 * @throws DataError naming the file: missing, another format, damaged, too large
 */
export async function readPicture(path: string, shownPath: string, options: PictureOptions = {}): Promise<Uint8Array> {
  const { invert = false } = options;
  const bytes = await readBytes(path, shownPath);
  // Before the decoder sees them: it knows many more formats, some of which read other files.
  if (!isKnownFormat(Buffer.from(bytes.subarray(0, 12)))) {
    throw new DataError(`${shownPath}: is not a PNG, JPEG or WebP picture`, { hint: otherFile });
  }
  const { default: load } = await import('sharp');
  try {
    const picture = load(bytes, { failOn: 'error', limitInputPixels: largestPictureInPixels });
    return letterbox(trim(await decodeGrey(picture, invert)));
  } catch (cause) {
    throw new DataError(`${shownPath}: the picture cannot be decoded: ${reasonOf(cause)}`, {
      hint: 'it is damaged or too large: save it again, smaller',
      cause,
    });
  }
}

/** By the signature of PNG, JPEG or WebP. */
function isKnownFormat(start: Buffer): boolean {
  const hex = start.toString('hex');
  const isWebp = start.subarray(0, 4).toString('latin1') === 'RIFF' && start.subarray(8).toString('latin1') === 'WEBP';
  return hex.startsWith('89504e470d0a1a0a') || hex.startsWith('ffd8ff') || isWebp;
}

async function readBytes(path: string, shownPath: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(path);
    if (size > largestFile) {
      throw new DataError(`${shownPath}: has ${size} bytes, ${largestFile} at most are read`, {
        hint: 'save it again, smaller',
      });
    }
    return await readFile(path);
  } catch (cause) {
    if (cause instanceof DataError) throw cause;
    throw new DataError(`${shownPath}: cannot be read: ${reasonOf(cause)}`, {
      hint: 'check the path and its permissions',
      cause,
    });
  }
}

interface GreyPicture {
  readonly rows: number;
  readonly columns: number;
  /** [rows, columns], 0 is the ground. */
  readonly pixels: Uint8Array;
}

async function decodeGrey(picture: Sharp, invert: boolean): Promise<GreyPicture> {
  const { data, info } = await picture
    .autoOrient()
    .resize({ width: largestSide, height: largestSide, fit: 'inside', withoutEnlargement: true })
    // What is transparent is ground.
    .flatten({ background: invert ? '#ffffff' : '#000000' })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const { width: columns, height: rows, channels } = info;
  const pixels = new Uint8Array(rows * columns);
  for (let index = 0; index < pixels.length; index++) {
    const at = index * channels;
    const level = channels < 3 ? data[at] : luma(data[at], data[at + 1], data[at + 2]);
    pixels[index] = invert ? 255 - level : level;
  }
  return { rows, columns, pixels };
}

/** As PIL's conversion to mode L: ITU-R 601-2, in fixed point; grey stays what it is. */
function luma(red: number, green: number, blue: number): number {
  return (red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16;
}

/** Cuts edges away whose pixels are all like the corner's, so that the object fills the image as in the dataset. */
function trim(picture: GreyPicture): GreyPicture {
  const { rows, columns, pixels } = picture;
  if (rows === pictureSide && columns === pictureSide) return picture;
  let [top, bottom, left, right] = [rows, -1, columns, -1];
  for (let index = 0; index < pixels.length; index++) {
    if (Math.abs(pixels[index] - pixels[0]) <= groundTolerance) continue;
    const row = Math.floor(index / columns);
    const column = index - row * columns;
    top = Math.min(top, row);
    bottom = Math.max(bottom, row);
    left = Math.min(left, column);
    right = Math.max(right, column);
  }
  if (bottom === -1) return picture;
  const trimmed = { rows: bottom - top + 1, columns: right - left + 1 };
  const lines = Array.from({ length: trimmed.rows }, (_, row) => {
    const begin = (top + row) * columns + left;
    return pixels.subarray(begin, begin + trimmed.columns);
  });
  return { ...trimmed, pixels: Buffer.concat(lines) };
}

/** The longest side becomes 28, by the resize that training uses, which averages areas; the rest is ground. */
function letterbox({ rows, columns, pixels }: GreyPicture): Uint8Array {
  const scale = pictureSide / Math.max(rows, columns);
  const innerRows = Math.max(1, Math.round(rows * scale));
  const innerColumns = Math.max(1, Math.round(columns * scale));
  const inner = new Uint8Array(innerRows * innerColumns);
  new Resizer(rows, columns, innerRows, innerColumns).resizeInto(pixels, 0, inner, 0);
  const top = (pictureSide - innerRows) >> 1;
  const left = (pictureSide - innerColumns) >> 1;
  const image = new Uint8Array(pictureSide * pictureSide);
  for (let row = 0; row < innerRows; row++) {
    image.set(inner.subarray(row * innerColumns, (row + 1) * innerColumns), (top + row) * pictureSide + left);
  }
  return image;
}
