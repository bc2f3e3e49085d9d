// Any picture as an image like those of a dataset. Fashion-MNIST was made so from photos: edges of the ground's colour
// trimmed, longest side scaled to 28, shortest extended, negated, made grey (Xiao et al., 2017, section 2). A picture that
// has the dataset's size already keeps its pixels.
import { fitPicture } from './fit-picture.ts';
import { backgroundLevels, type Channels, type ImageForm } from './image-form.ts';
import { hasLightGround } from './light-ground.ts';

/** Ground may differ from the corner by so much: 5 % of 255, as for Fashion-MNIST. */
export const groundTolerance = 13;

export interface Picture {
  readonly channels: Channels;
  readonly rows: number;
  readonly columns: number;
  /** [channels, rows, columns], 0 is black. */
  readonly pixels: Uint8Array;
  /** [rows, columns], 0 is transparent. Left out: nothing is. */
  readonly opacity?: Uint8Array;
}

/** Whether dark and light are exchanged; `auto`: where the ground is light and the dataset's is black. */
export const inversions = ['auto', 'yes', 'no'] as const;
export type Inversion = (typeof inversions)[number];

export interface PreparedPicture {
  /** [channels, rows, columns] of the dataset's images, margins included, row-major, 0 is black. */
  readonly pixels: Uint8Array;
  readonly inverted: boolean;
}

/**
 * @param picture with the form's channels
 * @param margin rows and columns on each side that the image gets beyond the form's
 */
export function preparePicture(picture: Picture, form: ImageForm, inversion: Inversion, margin = 0): PreparedPicture {
  const inverted = inversion === 'auto' ? form.ground === 'black' && hasLightGround(picture) : inversion === 'yes';
  const opaque = onBackground(picture, backgroundLevels(form), inverted);
  const hasItsSize = picture.rows === form.rows && picture.columns === form.columns;
  return { pixels: fitPicture(form.trim && !hasItsSize ? trim(opaque) : opaque, form, margin), inverted };
}

/** What is transparent is ground, hence the background, whether the rest is inverted or not. */
function onBackground(picture: Picture, background: readonly number[], inverted: boolean): Picture {
  const { channels, rows, columns, opacity } = picture;
  if (!inverted && opacity === undefined) return picture;
  const area = rows * columns;
  const pixels = new Uint8Array(channels * area);
  for (let channel = 0; channel < channels; channel++) {
    for (let at = 0; at < area; at++) {
      const level = picture.pixels[channel * area + at];
      const turned = inverted ? 255 - level : level;
      const cover = opacity === undefined ? 255 : opacity[at];
      pixels[channel * area + at] = Math.round((turned * cover + background[channel] * (255 - cover)) / 255);
    }
  }
  return { channels, rows, columns, pixels };
}

/** Cuts edges away whose pixels are all like the corner's, so that the object fills the image as in the dataset. */
function trim(picture: Picture): Picture {
  const { channels, rows, columns, pixels } = picture;
  const area = rows * columns;
  let [top, bottom, left, right] = [rows, -1, columns, -1];
  for (let at = 0; at < area; at++) {
    let isGround = true;
    for (let from = 0; from < pixels.length; from += area) {
      isGround &&= Math.abs(pixels[from + at] - pixels[from]) <= groundTolerance;
    }
    if (isGround) continue;
    const row = Math.floor(at / columns);
    const column = at - row * columns;
    top = Math.min(top, row);
    bottom = Math.max(bottom, row);
    left = Math.min(left, column);
    right = Math.max(right, column);
  }
  if (bottom === -1) return picture;
  const trimmed = { channels, rows: bottom - top + 1, columns: right - left + 1 };
  const kept = new Uint8Array(channels * trimmed.rows * trimmed.columns);
  for (let line = 0; line < channels * trimmed.rows; line++) {
    const channel = Math.floor(line / trimmed.rows);
    const begin = channel * area + (top + line - channel * trimmed.rows) * columns + left;
    kept.set(pixels.subarray(begin, begin + trimmed.columns), line * trimmed.columns);
  }
  return { ...trimmed, pixels: kept };
}
