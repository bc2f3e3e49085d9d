// Somebody else's program: it knows an exported model's metadata and nothing of this library, and prepares pictures as
// they say. Written plainly, in floating point where ours has tables.
import sharp from 'sharp';

interface Image {
  readonly rows: number;
  readonly columns: number;
  readonly at: (row: number, column: number) => number;
}

/** @returns [channels, rows, columns] of the network's input */
export async function followMetadata(
  metadata: Readonly<Record<string, string>>,
  picture: Uint8Array,
): Promise<Float32Array> {
  const { data, info } = await sharp(picture).autoOrient().ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  expectKnown(metadata);
  const { width: columns, height: rows } = info;
  const channels: number[][] = metadata.colours === 'grey' ? [[]] : [[], [], []];
  const alphas: number[] = [];
  for (let at = 0; at < data.length; at += 4) {
    if (channels.length === 1) {
      channels[0].push((19595 * data[at] + 38470 * data[at + 1] + 7471 * data[at + 2] + 32768) >> 16);
    } else for (const [channel, levels] of channels.entries()) levels.push(data[at + channel]);
    alphas.push(data[at + 3]);
  }
  const turns = metadata.invert === 'light-ground' && hasLightGround(channels[0], alphas, rows, columns);
  const numbers = (key: string) => metadata[key].split(',').map(Number);
  const size = Number(metadata.input_size);
  const input = new Float32Array(channels.length * size * size);
  for (const [channel, colours] of channels.entries()) {
    const background = numbers('background')[channel];
    const levels = colours.map((colour, at) => {
      return Math.round(((turns ? 255 - colour : colour) * alphas[at] + background * (255 - alphas[at])) / 255);
    });
    const image = { rows, columns, at: (row: number, column: number) => levels[row * columns + column] };
    const prepared = resize(fitted(metadata, image, background), size, size);
    const [mean, std] = ['mean', 'std'].map((key) => numbers(key)[channel]);
    for (let at = 0; at < size * size; at++) {
      const level = prepared.at(Math.floor(at / size), at % size);
      input[channel * size * size + at] = (level / 255 - mean) / std;
    }
  }
  return input;
}

function fitted(metadata: Readonly<Record<string, string>>, image: Image, background: number): Image {
  const [rows, columns] = metadata.fit_size.split(',').map(Number);
  const hasItsSize = image.rows === rows && image.columns === columns;
  const kept = metadata.trim === 'true' && !hasItsSize ? trim(image, Number(metadata.trim_tolerance)) : image;
  if (metadata.fit === 'pad') return pad(kept, rows, columns, background);
  return crop(kept, rows, columns, Number(metadata.shorter_side));
}

function expectKnown(metadata: Readonly<Record<string, string>>): void {
  const known: Readonly<Record<string, readonly (string | undefined)[]>> = {
    colours: ['grey', 'RGB'],
    grey: ['ITU-R 601-2', undefined],
    fit: metadata.shorter_side === undefined ? ['pad'] : ['crop'],
    resize: ['bilinear-antialias'],
    scale: ['1/255'],
  };
  for (const [key, values] of Object.entries(known)) {
    if (!values.includes(metadata[key])) throw new Error(`${key} is ${metadata[key]}`);
  }
}

/** The middle of a picture whose shorter side was resized; a half is rounded to the even number. */
function crop(image: Image, rows: number, columns: number, shorterSide: number): Image {
  const shorter = Math.min(image.rows, image.columns);
  const [height, width] = [image.rows, image.columns].map((side) => Math.floor((shorterSide * side) / shorter));
  const inner = resize(image, height, width);
  const [top, left] = [(height - rows) / 2, (width - columns) / 2].map(toEven);
  return { rows, columns, at: (row, column) => inner.at(top + row, left + column) };
}

function toEven(half: number): number {
  return Number.isInteger(half) ? half : 2 * Math.round(half / 2);
}

function hasLightGround(greys: readonly number[], alphas: readonly number[], rows: number, columns: number): boolean {
  const depth = Math.max(1, Math.floor(Math.max(rows, columns) / 64));
  const edge = greys.flatMap((grey, at) => {
    const [row, column] = [Math.floor(at / columns), at % columns];
    const isInside = row >= depth && row < rows - depth && column >= depth && column < columns - depth;
    return isInside ? [] : [grey > 127 && alphas[at] > 127];
  });
  return edge.filter((isLight) => isLight).length / edge.length > 2 / 3;
}

function trim({ rows, columns, at }: Image, tolerance: number): Image {
  const corner = at(0, 0);
  const range = (length: number) => Array.from({ length }, (_, index) => index);
  const differs = (row: number, column: number) => Math.abs(at(row, column) - corner) > tolerance;
  const keptRows = range(rows).filter((row) => range(columns).some((column) => differs(row, column)));
  const keptColumns = range(columns).filter((column) => range(rows).some((row) => differs(row, column)));
  if (keptRows.length === 0) return { rows, columns, at };
  const [top, bottom] = [keptRows[0], keptRows[keptRows.length - 1]];
  const [left, right] = [keptColumns[0], keptColumns[keptColumns.length - 1]];
  return {
    rows: bottom - top + 1,
    columns: right - left + 1,
    at: (row, column) => at(top + row, left + column),
  };
}

function pad(image: Image, rows: number, columns: number, background: number): Image {
  const scale = Math.min(rows / image.rows, columns / image.columns);
  const [height, width] = [image.rows, image.columns].map((side) => Math.max(1, Math.round(side * scale)));
  const inner = resize(image, height, width);
  const [top, left] = [Math.floor((rows - height) / 2), Math.floor((columns - width) / 2)];
  const at = (row: number, column: number) => {
    const isInside = row >= top && row < top + height && column >= left && column < left + width;
    return isInside ? inner.at(row - top, column - left) : background;
  };
  return { rows, columns, at };
}

/** A triangle as wide as the scale, and rounded to bytes after each of the two passes. */
function resize(image: Image, rows: number, columns: number): Image {
  const across = resizeRows(image, columns);
  const down = resizeRows({ rows: columns, columns: image.rows, at: (row, column) => across[column][row] }, rows);
  return { rows, columns, at: (row, column) => down[column][row] };
}

function resizeRows({ rows, columns, at }: Image, length: number): readonly (readonly number[])[] {
  const scale = columns / length;
  const reach = Math.max(scale, 1);
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length }, (_, output) => {
      const centre = (output + 0.5) * scale;
      let [sum, total] = [0, 0];
      const end = Math.min(columns, Math.ceil(centre + reach));
      for (let column = Math.max(0, Math.floor(centre - reach)); column < end; column++) {
        const weight = Math.max(0, 1 - Math.abs(column + 0.5 - centre) / reach);
        sum += weight * at(row, column);
        total += weight;
      }
      return Math.round(sum / total);
    }),
  );
}
