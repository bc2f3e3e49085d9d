// Reads pictures from anywhere, so carefully that unknown files can be given to it, and makes them images like those of a
// dataset (picture.ts). Of an animated one it takes the first picture.
import type { Sharp } from 'sharp';
import { DataError } from '../errors/data-error.ts';
import { FileError } from '../errors/file-error.ts';
import { reasonOf } from '../errors/reason-of.ts';
import { fileAdvice, fileKind } from '../formats/file-kind.ts';
import { readRegularFile } from '../formats/regular-file.ts';
import { type ImageForm, luma } from '../images/image-form.ts';
import { type Inversion, type Picture, type PreparedPicture, preparePicture } from '../images/picture.ts';
import { listFormats } from '../images/picture-formats.ts';

export interface PictureOptions {
  /** Form of the images in the dataset that the network learned from. */
  readonly form: ImageForm;
  /** Default `auto`. */
  readonly invert?: Inversion;
  /** Rows and columns on each side that the image gets beyond the form's. Default 0. */
  readonly margin?: number;
}

/** Bytes of a file: the largest that cameras make have some 40 MB. */
export const largestPictureFile = 64 * 2 ** 20;
/** Without a limit, a small file could be made to fill the memory. */
const largestPictureInPixels = 100e6;
const otherFile = 'give a picture in PNG, JPEG or WebP, as cameras and screenshots make them, or in GIF, AVIF or TIFF';

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
  options: PictureOptions,
): Promise<PreparedPicture> {
  const decoded = await tryToDecode(bytes, options);
  if ('pixels' in decoded) return decoded;
  const { reason, hint, cause } = decoded;
  throw new DataError(`${shownName}: ${reason}`, { hint, cause });
}

export interface DecodedPicture extends PreparedPicture {
  /** As the picture is seen, turned upright. */
  readonly rows: number;
  readonly columns: number;
}

/** Why there is no picture in the bytes. */
export interface DecodingFailure {
  readonly reason: string;
  readonly hint: string;
  readonly cause?: unknown;
}

/** As `decodePicture`, for callers who go on without a picture: what is wrong with it is returned, not thrown. */
export async function tryToDecode(
  bytes: Uint8Array,
  { form, invert = 'auto', margin = 0 }: PictureOptions,
): Promise<DecodedPicture | DecodingFailure> {
  // Checked before the decoder sees the bytes: it knows many more formats, some of which read other files.
  const { family = 'other', called } = fileKind(bytes) ?? {};
  if (family !== 'picture') {
    const reason = called === undefined ? `is not a ${formats} picture` : `is ${called}, not a ${formats} picture`;
    return { reason, hint: otherHints[family] ?? otherFile };
  }
  const { default: load } = await import('sharp');
  try {
    const picture = load(bytes, { failOn: 'error', limitInputPixels: largestPictureInPixels });
    const { autoOrient, hasAlpha } = await picture.metadata();
    const { width: columns, height: rows } = autoOrient;
    return { ...preparePicture(await decode(picture, hasAlpha, form), form, invert, margin), rows, columns };
  } catch (cause) {
    const reason = `the picture cannot be decoded: ${reasonOf(cause)}`;
    return { reason, hint: 'it is damaged or too large: save it again, smaller', cause };
  }
}

const holdsWeights = 'it holds weights: googlenet predict takes them first, and pictures behind them';
const otherHints: typeof fileAdvice = {
  ...fileAdvice,
  safetensors: holdsWeights,
  torch: holdsWeights,
  onnx: holdsWeights,
};

const formats = listFormats(', ', ' or ');

async function readBytes(path: string, shownPath: string): Promise<Uint8Array> {
  try {
    return await readRegularFile(path, largestPictureFile);
  } catch (cause) {
    const hint = cause instanceof FileError ? otherFile : 'check the path and its permissions';
    throw new DataError(`${shownPath}: cannot be read: ${reasonOf(cause)}`, { hint, cause });
  }
}

async function decode(picture: Sharp, hasAlpha: boolean, { channels: wanted, reduceTo }: ImageForm): Promise<Picture> {
  const { data, info } = await picture
    .autoOrient()
    // Reduced while it is decoded, which is many times faster.
    .resize({ width: reduceTo, height: reduceTo, fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const { width: columns, height: rows, channels } = info;
  const area = rows * columns;
  const pixels = new Uint8Array(wanted * area);
  // A grey picture has one channel, which stands for all three.
  const [green, blue] = channels < 3 ? [0, 0] : [1, 2];
  for (let index = 0, at = 0; index < area; index++, at += channels) {
    if (wanted === 1) pixels[index] = luma(data[at], data[at + green], data[at + blue]);
    else {
      pixels[index] = data[at];
      pixels[area + index] = data[at + green];
      pixels[2 * area + index] = data[at + blue];
    }
  }
  const found = { channels: wanted, rows, columns, pixels };
  if (!hasAlpha) return found;
  const opacity = new Uint8Array(area);
  for (let index = 0; index < area; index++) opacity[index] = data[index * channels + channels - 1];
  return opacity.every((level) => level === 255) ? found : { ...found, opacity };
}
