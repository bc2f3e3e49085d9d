// Bilinear resize of 8-bit greyscale images, bit-equal to PIL's `Image.resize(size, BILINEAR)` and so to torchvision's Resize.
// Two passes, rows first: each output is (Σ weight·pixel + 2²¹) >> 22, and the bytes of the first pass feed the second.
// see: Pillow, src/libImaging/Resample.c, ImagingResampleHorizontal_8bpc and ImagingResampleVertical_8bpc
import { OptionError } from '../errors/option-error.ts';
import { createTapTable, type TapTable, weightBits } from './tap-table.ts';

/** Copied into this module: an imported binding may cost a look-up per pixel, as it does under vitest. */
const shift = weightBits;
const half = 1 << (shift - 1);
/** Rounded weights miss 2²² by at most taps/2, so no sum leaves int32 or rounds above 255 at these sizes. */
export const largestSide = 8192;
/** Levels that leave the bytes as they are. */
const identity = Uint8Array.from({ length: 256 }, (_, level) => level);

type Pixels = Uint8Array | Float32Array;

/** A part of a resized image; anything else of it is not computed. */
export interface ResizeWindow {
  readonly top: number;
  readonly left: number;
  readonly rows: number;
  readonly columns: number;
}

/** Resizes images of one size to one other size; holds the tables and one image of scratch. */
export class Resizer {
  readonly #inRows: number;
  readonly #inColumns: number;
  readonly #outRows: number;
  readonly #outColumns: number;
  readonly #horizontal: TapTable;
  readonly #vertical: TapTable;
  /** [inRows, outColumns] */
  readonly #scratch: Uint8Array;

  /**
   * @param window of the resized image; default: all of it
   * @throws OptionError unless all sides are whole numbers from 1 to 8192; of a resized image only the window's have to be
   */
  constructor(inRows: number, inColumns: number, outRows: number, outColumns: number, window?: ResizeWindow) {
    const { top, left, rows, columns } = window ?? { top: 0, left: 0, rows: outRows, columns: outColumns };
    for (const [name, side] of Object.entries({ inRows, inColumns, outRows: rows, outColumns: columns })) {
      if (!Number.isInteger(side) || side < 1 || side > largestSide) {
        throw new OptionError(`resize: ${name} is ${side}, expected a whole number from 1 to ${largestSide}`);
      }
    }
    this.#inRows = inRows;
    this.#inColumns = inColumns;
    this.#outRows = rows;
    this.#outColumns = columns;
    this.#horizontal = createTapTable(inColumns, outColumns, left, columns);
    this.#vertical = createTapTable(inRows, outRows, top, rows);
    this.#scratch = new Uint8Array(inRows * columns);
  }

  /**
   * Resizes the image [inRows, inColumns] at `source[sourceOffset]` into its window's [rows, columns] at `target[targetOffset]`.
   * Each resulting byte is written as `levels[byte]` (256 entries): a table of floats saves a pass over a float target.
   * The caller sees to it that both images fit: nothing is checked here.
   */
  resizeInto(
    source: Uint8Array,
    sourceOffset: number,
    target: Pixels,
    targetOffset: number,
    levels: Pixels = identity,
  ): void {
    const across = this.#horizontal.taps === 2 ? twoTapsAcross : anyTapsAcross;
    const down = this.#vertical.taps === 2 ? twoTapsDown : anyTapsDown;
    across(source, sourceOffset, this.#inColumns, this.#scratch, this.#inRows, this.#outColumns, this.#horizontal);
    down(this.#scratch, target, targetOffset, levels, this.#outRows, this.#outColumns, this.#vertical);
  }
}

function anyTapsAcross(
  source: Uint8Array,
  sourceOffset: number,
  inColumns: number,
  target: Uint8Array,
  rows: number,
  outColumns: number,
  { taps, first, weights }: TapTable,
): void {
  for (let row = 0; row < rows; row++) {
    const line = sourceOffset + row * inColumns;
    for (let column = 0; column < outColumns; column++) {
      let sum = half;
      for (let tap = 0; tap < taps; tap++) {
        sum += Math.imul(source[line + first[column] + tap], weights[column * taps + tap]);
      }
      target[row * outColumns + column] = sum >> shift;
    }
  }
}

/** The same for tables of two taps, as enlarging has them: every training image goes this way. */
function twoTapsAcross(
  source: Uint8Array,
  sourceOffset: number,
  inColumns: number,
  target: Uint8Array,
  rows: number,
  outColumns: number,
  { first, weights }: TapTable,
): void {
  for (let column = 0; column < outColumns; column++) {
    const left = weights[2 * column];
    const right = weights[2 * column + 1];
    let from = sourceOffset + first[column];
    let to = column;
    for (let row = 0; row < rows; row++) {
      target[to] = (Math.imul(source[from], left) + Math.imul(source[from + 1], right) + half) >> shift;
      from += inColumns;
      to += outColumns;
    }
  }
}

function anyTapsDown(
  source: Uint8Array,
  target: Pixels,
  targetOffset: number,
  levels: Pixels,
  outRows: number,
  columns: number,
  { taps, first, weights }: TapTable,
): void {
  for (let row = 0; row < outRows; row++) {
    for (let column = 0; column < columns; column++) {
      let sum = half;
      for (let tap = 0; tap < taps; tap++) {
        sum += Math.imul(source[(first[row] + tap) * columns + column], weights[row * taps + tap]);
      }
      target[targetOffset + row * columns + column] = levels[sum >>> shift];
    }
  }
}

function twoTapsDown(
  source: Uint8Array,
  target: Pixels,
  targetOffset: number,
  levels: Pixels,
  outRows: number,
  columns: number,
  { first, weights }: TapTable,
): void {
  for (let row = 0; row < outRows; row++) {
    const above = weights[2 * row];
    const below = weights[2 * row + 1];
    let from = first[row] * columns;
    let to = targetOffset + row * columns;
    for (const end = to + columns; to < end; to++, from++) {
      target[to] = levels[(Math.imul(source[from], above) + Math.imul(source[from + columns], below) + half) >>> shift];
    }
  }
}
