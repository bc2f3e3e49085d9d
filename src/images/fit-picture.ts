// A picture of any size on an image of the form's, in its middle: resized by the resize that training uses, which
// averages areas, and only where it is seen. Beyond the picture a padded image shows the background, any other the
// picture once more, mirrored at its edge.
import { backgroundLevels, type ImageForm } from './image-form.ts';
import type { Picture } from './picture.ts';
import { Resizer } from './resize.ts';

/** @returns [channels, rows + 2 margin, columns + 2 margin] */
export function fitPicture(picture: Picture, form: ImageForm, margin: number): Uint8Array {
  const [scaledRows, scaledColumns] = scaledSides(picture, form);
  const rows = placeOf(scaledRows, form.rows, margin, form);
  const columns = placeOf(scaledColumns, form.columns, margin, form);
  const seen = { top: rows.from, left: columns.from, rows: rows.count, columns: columns.count };
  const resizer = new Resizer(picture.rows, picture.columns, scaledRows, scaledColumns, seen);
  const part = new Uint8Array(seen.rows * seen.columns);
  const area = rows.sides * columns.sides;
  const image = new Uint8Array(form.channels * area);
  const background = backgroundLevels(form);
  const [down, across] = [sourcesOf(rows, form), sourcesOf(columns, form)];
  for (let channel = 0; channel < form.channels; channel++) {
    resizer.resizeInto(picture.pixels, channel * picture.rows * picture.columns, part, 0);
    for (let row = 0; row < rows.sides; row++) {
      const from = down[row] * columns.count;
      const to = channel * area + row * columns.sides;
      for (let column = 0; column < columns.sides; column++) {
        const isSeen = down[row] !== nowhere && across[column] !== nowhere;
        image[to + column] = isSeen ? part[from + across[column]] : background[channel];
      }
    }
  }
  return image;
}

/** Marks a row or column that shows the background. */
const nowhere = -1;

/** Where each row or column of the image is taken from. */
function sourcesOf({ sides, to, count }: Place, { fit }: ImageForm): Int32Array {
  return Int32Array.from({ length: sides }, (_, index) => {
    const from = index - to;
    if (from >= 0 && from < count) return from;
    return fit === 'pad' ? nowhere : mirrored(from, count);
  });
}

function scaledSides({ rows, columns }: Picture, form: ImageForm): readonly [rows: number, columns: number] {
  const [down, across] = [form.rows / rows, form.columns / columns];
  if (form.shorterSide !== undefined) {
    // As torchvision.transforms.Resize: what the longer side has beyond a whole number is dropped.
    const shorter = Math.min(rows, columns);
    const scaled = (side: number) => Math.floor(((form.shorterSide ?? shorter) * side) / shorter);
    return [scaled(rows), scaled(columns)];
  }
  if (form.fit === 'stretch') return [form.rows, form.columns];
  const scale = form.fit === 'crop' ? Math.max(down, across) : Math.min(down, across);
  return [Math.max(1, Math.round(rows * scale)), Math.max(1, Math.round(columns * scale))];
}

interface Place {
  /** Rows or columns of the image, margins included. */
  readonly sides: number;
  /** First row or column of the scaled picture that is seen, and how many are. */
  readonly from: number;
  readonly count: number;
  /** Where the first of them lies in the image. */
  readonly to: number;
}

/** Places the middle of the picture on that of the image. @param inner rows or columns of the image without its margin */
function placeOf(scaled: number, inner: number, margin: number, { shorterSide }: ImageForm): Place {
  const sides = inner + 2 * margin;
  const before = margin + (shorterSide === undefined ? (inner - scaled) >> 1 : -halfToEven(scaled - inner));
  const [from, to] = [Math.max(0, -before), Math.max(0, before)];
  return { sides, from, to, count: Math.min(scaled - from, sides - to) };
}

/** Half of a whole number, rounded to the even neighbour: where torchvision.transforms.CenterCrop begins. */
function halfToEven(whole: number): number {
  return whole % 2 === 0 ? whole / 2 : 2 * Math.round(whole / 4);
}

/** …, 2, 1, 0, 1, 2, …, last, last − 1, … */
function mirrored(index: number, count: number): number {
  if (count === 1) return 0;
  const period = 2 * (count - 1);
  const within = ((index % period) + period) % period;
  return Math.min(within, period - within);
}
