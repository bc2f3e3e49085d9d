// Somebody else's program: it knows an exported model's metadata and nothing of this library, and prepares pictures as
// they say. Written plainly, in floating point where ours has tables.
import sharp from 'sharp';

interface Image {
  readonly rows: number;
  readonly columns: number;
  readonly at: (row: number, column: number) => number;
}

/** @returns [rows, columns] of the network's input, divided by 255 */
export async function followMetadata(
  metadata: Readonly<Record<string, string>>,
  picture: Uint8Array,
): Promise<Float32Array> {
  const { data, info } = await sharp(picture).autoOrient().ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  expectKnown(metadata);
  const { width: columns, height: rows } = info;
  const greys: number[] = [];
  const alphas: number[] = [];
  for (let at = 0; at < data.length; at += 4) {
    greys.push((19595 * data[at] + 38470 * data[at + 1] + 7471 * data[at + 2] + 32768) >> 16);
    alphas.push(data[at + 3]);
  }
  const turns = metadata.invert === 'light-ground' && hasLightGround(greys, alphas, rows, columns);
  const levels = greys.map((grey, at) => Math.round(((turns ? 255 - grey : grey) * alphas[at]) / 255));
  let image: Image = { rows, columns, at: (row, column) => levels[row * columns + column] };
  const [fitRows, fitColumns] = metadata.fit_size.split(',').map(Number);
  if (metadata.trim === 'true' && (rows !== fitRows || columns !== fitColumns)) {
    image = trim(image, Number(metadata.trim_tolerance));
  }
  const size = Number(metadata.input_size);
  const input = resize(pad(image, fitRows, fitColumns), size, size);
  return Float32Array.from({ length: size * size }, (_, at) => input.at(Math.floor(at / size), at % size) / 255);
}

function expectKnown(metadata: Readonly<Record<string, string>>): void {
  const known = {
    colours: 'grey',
    grey: 'ITU-R 601-2',
    background: '0',
    fit: 'pad',
    resize: 'bilinear-antialias',
    scale: '1/255',
    mean: '0',
    std: '1',
  };
  for (const [key, value] of Object.entries(known)) {
    if (metadata[key] !== value) throw new Error(`${key} is ${metadata[key]}`);
  }
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

function pad(image: Image, rows: number, columns: number): Image {
  const scale = Math.min(rows / image.rows, columns / image.columns);
  const [height, width] = [image.rows, image.columns].map((side) => Math.max(1, Math.round(side * scale)));
  const inner = resize(image, height, width);
  const [top, left] = [Math.floor((rows - height) / 2), Math.floor((columns - width) / 2)];
  const at = (row: number, column: number) => {
    const isInside = row >= top && row < top + height && column >= left && column < left + width;
    return isInside ? inner.at(row - top, column - left) : 0;
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
      for (let column = 0; column < columns; column++) {
        const weight = Math.max(0, 1 - Math.abs(column + 0.5 - centre) / reach);
        sum += weight * at(row, column);
        total += weight;
      }
      return Math.round(sum / total);
    }),
  );
}
