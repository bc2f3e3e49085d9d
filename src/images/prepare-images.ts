// What a network is given of an image of bytes: resized to its size, divided by 255, normalised. Training, predictions and
// the studio's page all go this one way, so the same picture gives them the same numbers.
import { type Rectangle, unvaried, type Variation } from './augmentation.ts';
import { Resizer } from './resize.ts';

/** Mean and standard deviation of each channel; a level becomes (level / 255 − mean) / std. */
export interface Normalization {
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

/** Levels become what torchvision's ToTensor makes of them, 0 to 1. */
export const unnormalized: Normalization = { mean: [0], std: [1] };

export interface PreparationOptions {
  /** Channels of an image in bytes, which is [channels, rows, columns], margins included. Default 1. */
  readonly channels?: number;
  readonly rows: number;
  readonly columns: number;
  /** Rows and columns on each side that only varied images reach into. Default 0. */
  readonly margin?: number;
  /** Rows and columns of a prepared image. */
  readonly imageSize: number;
  /** Default: levels between 0 and 1. A list of one holds for all channels. */
  readonly normalization?: Normalization;
}

const unchanged = Uint8Array.from({ length: 256 }, (_, level) => level);

/** Prepares images of one size for networks of one size. */
export class ImagePreparer {
  readonly #rows: number;
  readonly #columns: number;
  readonly #margin: number;
  /** By channel: the float32 nearest to what each level becomes. */
  readonly #levels: readonly Float32Array[];
  readonly #imageSize: number;
  /** Undefined where the image has its size already. */
  readonly #resizer: Resizer | undefined;
  /** A channel of what is taken of an image. */
  readonly #taken: Uint8Array;

  /** @throws OptionError for a size that is no whole number from 1 to 8192 */
  constructor({ channels = 1, imageSize, normalization = unnormalized, ...options }: PreparationOptions) {
    const { rows, columns, margin = 0 } = options;
    this.#rows = rows;
    this.#columns = columns;
    this.#margin = margin;
    const [height, width] = [rows - 2 * margin, columns - 2 * margin];
    this.#resizer =
      height === imageSize && width === imageSize ? undefined : new Resizer(height, width, imageSize, imageSize);
    this.#taken = new Uint8Array(height * width);
    this.#imageSize = imageSize;
    const of = (list: readonly number[], channel: number) => list[list.length === 1 ? 0 : channel];
    this.#levels = Array.from({ length: channels }, (_, channel) => {
      const [mean, std] = [of(normalization.mean, channel), of(normalization.std, channel)];
      return Float32Array.from({ length: 256 }, (_, level) => (level / 255 - mean) / std);
    });
  }

  /**
   * The image [channels, rows, columns] at `images[offset]` becomes number `item` of `batch`
   * [any, channels, imageSize, imageSize].
   */
  prepareInto(images: Uint8Array, offset: number, batch: Float32Array, item: number, variation = unvaried): void {
    const area = this.#rows * this.#columns;
    const resizer = this.#resizer;
    for (const [channel, levels] of this.#levels.entries()) {
      const from = offset + channel * area;
      const to = (item * this.#levels.length + channel) * this.#imageSize ** 2;
      if (resizer === undefined) this.#take(images, from, variation, batch, to, levels);
      else if (this.#margin === 0 && isUnmoved(variation)) resizer.resizeInto(images, from, batch, to, levels);
      else {
        this.#take(images, from, variation, this.#taken, 0, unchanged);
        resizer.resizeInto(this.#taken, 0, batch, to, levels);
      }
      if (variation.erased !== undefined) this.#erase(batch, to, variation.erased);
    }
  }

  #erase(batch: Float32Array, to: number, { top, left, rows, columns }: Rectangle): void {
    for (let row = top; row < top + rows; row++) {
      const start = to + row * this.#imageSize + left;
      batch.fill(0, start, start + columns);
    }
  }

  /** What is seen of a channel, each level as `levels` has it. */
  #take<T extends Uint8Array | Float32Array>(
    image: Uint8Array,
    offset: number,
    { down, right, isMirrored }: Variation,
    target: T,
    to: number,
    levels: T,
  ): void {
    const [height, width] = [this.#rows - 2 * this.#margin, this.#columns - 2 * this.#margin];
    const [top, left] = [this.#margin + down, this.#margin + right];
    // Only columns inside the image are visited, so that no pixel has to be checked.
    const [first, step] = isMirrored ? [left + width - 1, -1] : [left, 1];
    const begin = Math.max(0, isMirrored ? first - this.#columns + 1 : -first);
    const end = Math.min(width, isMirrored ? first + 1 : this.#columns - first);
    const isAllInside = top >= 0 && top + height <= this.#rows && begin === 0 && end === width;
    if (!isAllInside) target.fill(levels[0], to, to + height * width);
    const lastRow = Math.min(height, this.#rows - top);
    for (let row = Math.max(0, -top); row < lastRow; row++) {
      const source = offset + (top + row) * this.#columns + first;
      const line = to + row * width;
      for (let column = begin; column < end; column++) target[line + column] = levels[image[source + step * column]];
    }
  }
}

function isUnmoved({ down, right, isMirrored }: Variation): boolean {
  return down === 0 && right === 0 && !isMirrored;
}
