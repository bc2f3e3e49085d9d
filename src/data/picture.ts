// Any picture as an image like those of Fashion-MNIST: 28×28, grey, white on black, the object in the middle.
// The dataset was made so from photos: edges of the ground's colour trimmed, longest side scaled to 28, shortest
// extended, negated, made grey (Xiao et al., 2017, section 2). A picture of 28×28 comes out unchanged.
// Without Node, so that the studio's page makes its drawings images in the same way.
import { Resizer } from './resize.ts';

/** Rows and columns of the result. */
export const pictureSide = 28;

/** Ground may differ from the corner by so much: 5 % of 255, as for the dataset. */
const groundTolerance = 13;

export interface GreyPicture {
  readonly rows: number;
  readonly columns: number;
  /** [rows, columns], 0 is the ground. */
  readonly pixels: Uint8Array;
}

/** @returns [28, 28] bytes, row-major, 0 is black */
export function imageFromPicture(picture: GreyPicture): Uint8Array {
  return letterbox(trim(picture));
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
  const kept = new Uint8Array(trimmed.rows * trimmed.columns);
  for (let row = 0; row < trimmed.rows; row++) {
    const begin = (top + row) * columns + left;
    kept.set(pixels.subarray(begin, begin + trimmed.columns), row * trimmed.columns);
  }
  return { ...trimmed, pixels: kept };
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
