// Reads PNG, JPEG and WebP from anywhere, so carefully that unknown files can be given to it, and makes them images like
// those of a dataset (picture.ts).
import type { Sharp } from 'sharp';
import { DataError } from '../errors/data-error.ts';
import { FileError } from '../errors/file-error.ts';
import { reasonOf } from '../errors/reason-of.ts';
import { readRegularFile } from '../formats/regular-file.ts';
import type { ImageForm } from './dataset.ts';
import { type GreyPicture, type Inversion, type PreparedPicture, preparePicture } from './picture.ts';

export interface PictureOptions {
  /** Of the dataset that the network learned. */
  readonly form: ImageForm;
  /** Default `auto`. */
  readonly invert?: Inversion;
}

/** Bytes of a file: the largest that cameras make have some 40 MB. */
export const largestPictureFile = 64 * 2 ** 20;
/** Beyond it a small file may be made to fill the memory. */
const largestPictureInPixels = 100e6;
/** Larger ones are reduced to this while they are decoded, which is many times faster. */
export const largestSide = 1024;
const otherFile = 'give a picture in PNG, JPEG or WebP, as cameras and screenshots make them';

/** @throws DataError naming the file: missing, another format, damaged, too large */
export async function readPicture(path: string, shownPath: string, options: PictureOptions): Promise<PreparedPicture> {
  return decodePicture(await readBytes(path, shownPath), shownPath, options);
}

/**
 * @param bytes the whole file
 * @param shownName what to call it in errors
 * @throws DataError naming the file: another format, damaged, too large
 */
export async function decodePicture(
  bytes: Uint8Array,
  shownName: string,
  { form, invert = 'auto' }: PictureOptions,
): Promise<PreparedPicture> {
  // Before the decoder sees them: it knows many more formats, some of which read other files.
  if (!isKnownFormat(Buffer.from(bytes.subarray(0, 12)))) {
    throw new DataError(`${shownName}: is not a PNG, JPEG or WebP picture`, { hint: otherFile });
  }
  const { default: load } = await import('sharp');
  try {
    const picture = load(bytes, { failOn: 'error', limitInputPixels: largestPictureInPixels });
    return preparePicture(await decodeGrey(picture), form, invert);
  } catch (cause) {
    throw new DataError(`${shownName}: the picture cannot be decoded: ${reasonOf(cause)}`, {
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
    return await readRegularFile(path, largestPictureFile);
  } catch (cause) {
    const hint = cause instanceof FileError ? otherFile : 'check the path and its permissions';
    throw new DataError(`${shownPath}: cannot be read: ${reasonOf(cause)}`, { hint, cause });
  }
}

async function decodeGrey(picture: Sharp): Promise<GreyPicture> {
  const { data, info } = await picture
    .autoOrient()
    .resize({ width: largestSide, height: largestSide, fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .ensureAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const { width: columns, height: rows, channels } = info;
  const pixels = new Uint8Array(rows * columns);
  const opacity = new Uint8Array(rows * columns);
  for (let index = 0; index < pixels.length; index++) {
    const at = index * channels;
    pixels[index] = channels < 3 ? data[at] : luma(data[at], data[at + 1], data[at + 2]);
    opacity[index] = data[at + channels - 1];
  }
  return { rows, columns, pixels, opacity };
}

/** As PIL's conversion to mode L: ITU-R 601-2, in fixed point; grey stays what it is. */
function luma(red: number, green: number, blue: number): number {
  return (red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16;
}
