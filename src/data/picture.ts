// Any picture as an image like those of a dataset. Fashion-MNIST was made so from photos: edges of the ground's colour
// trimmed, longest side scaled to 28, shortest extended, negated, made grey (Xiao et al., 2017, section 2). A picture that
// has the dataset's size already keeps its pixels. Without Node: command line, studio and page all go this one way.
import type { ImageForm } from './dataset.ts';
import { hasLightGround } from './light-ground.ts';
import { Resizer } from './resize.ts';

/** Ground may differ from the corner by so much: 5 % of 255, as for Fashion-MNIST. */
export const groundTolerance = 13;

export interface GreyPicture {
  readonly rows: number;
  readonly columns: number;
  /** [rows, columns], 0 is black. */
  readonly pixels: Uint8Array;
  /** [rows, columns], 0 is transparent. Left out: nothing is. */
  readonly opacity?: Uint8Array;
}

/** Whether dark and light are exchanged; `auto`: where the ground is light and the dataset's is black. */
export const inversions = ['auto', 'yes', 'no'] as const;
export type Inversion = (typeof inversions)[number];

export interface PreparedPicture {
  /** [rows, columns] of the dataset's images, row-major, 0 is black. */
  readonly pixels: Uint8Array;
  readonly inverted: boolean;
}

export function preparePicture(picture: GreyPicture, form: ImageForm, inversion: Inversion): PreparedPicture {
  const inverted = inversion === 'auto' ? form.ground === 'black' && hasLightGround(picture) : inversion === 'yes';
  const grey = onBlack(picture, inverted);
  const hasItsSize = picture.rows === form.rows && picture.columns === form.columns;
  return { pixels: letterbox(form.trim && !hasItsSize ? trim(grey) : grey, form), inverted };
}

/** What is transparent is ground, hence black, whether the rest is inverted or not. */
function onBlack({ rows, columns, pixels, opacity }: GreyPicture, inverted: boolean): GreyPicture {
  const levels = pixels.map((level, index) => {
    const turned = inverted ? 255 - level : level;
    return opacity === undefined ? turned : Math.round((turned * opacity[index]) / 255);
  });
  return { rows, columns, pixels: levels };
}

/** Cuts edges away whose pixels are all like the corner's, so that the object fills the image as in the dataset. */
function trim(picture: GreyPicture): GreyPicture {
  const { rows, columns, pixels } = picture;
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
  const kept = new Uint8Array(trimmed.rows * trimmed.columns);
  for (let row = 0; row < trimmed.rows; row++) {
    const begin = (top + row) * columns + left;
    kept.set(pixels.subarray(begin, begin + trimmed.columns), row * trimmed.columns);
  }
  return { ...trimmed, pixels: kept };
}

/** As large as fits, by the resize that training uses, which averages areas; in the middle of black. */
function letterbox({ rows, columns, pixels }: GreyPicture, form: ImageForm): Uint8Array {
  const scale = Math.min(form.rows / rows, form.columns / columns);
  const innerRows = Math.max(1, Math.round(rows * scale));
  const innerColumns = Math.max(1, Math.round(columns * scale));
  const inner = new Uint8Array(innerRows * innerColumns);
  new Resizer(rows, columns, innerRows, innerColumns).resizeInto(pixels, 0, inner, 0);
  const top = (form.rows - innerRows) >> 1;
  const left = (form.columns - innerColumns) >> 1;
  const image = new Uint8Array(form.rows * form.columns);
  for (let row = 0; row < innerRows; row++) {
    image.set(inner.subarray(row * innerColumns, (row + 1) * innerColumns), (top + row) * form.columns + left);
  }
  return image;
}
