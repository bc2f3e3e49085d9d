// What a network is given of an image of bytes: resized to its size, divided by 255, normalised. Training, predictions and
// the studio's page all go this one way, so the same picture gives them the same numbers.
import type { Variation } from './augmentation.ts';
import { Resizer } from './resize.ts';

/** Of each channel; a level becomes (level / 255 − mean) / std. */
export interface Normalization {
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

/** Levels become what torchvision's ToTensor makes of them, 0 to 1. */
export const unnormalized: Normalization = { mean: [0], std: [1] };

export interface PreparationOptions {
  /** Of an image in bytes, which is [channels, rows, columns], margins included. Default 1. */
  readonly channels?: number;
  readonly rows: number;
  readonly columns: number;
  /** Rows and columns on each side that only varied images reach into. Default 0. */
  readonly margin?: number;
  /** Rows and columns of a prepared one. */
  readonly imageSize: number;
  /** Default: levels between 0 and 1. A list of one holds for all channels. */
  readonly normalization?: Normalization;
}

const centred: Variation = { down: 0, right: 0, isMirrored: false };

/** Prepares images of one size for networks of one size. */
export class ImagePreparer {
  readonly #rows: number;
  readonly #columns: number;
  readonly #margin: number;
  /** By channel: the float32 nearest to what each level becomes. */
  readonly #levels: readonly Float32Array[];
  readonly #preparedArea: number;
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
    this.#preparedArea = imageSize * imageSize;
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
  prepareInto(images: Uint8Array, offset: number, batch: Float32Array, item: number, variation = centred): void {
    const area = this.#rows * this.#columns;
    for (const [channel, levels] of this.#levels.entries()) {
      const to = (item * this.#levels.length + channel) * this.#preparedArea;
      let source = images;
      let from = offset + channel * area;
      if (this.#margin > 0 || variation !== centred) {
        this.#take(images, from, variation);
        source = this.#taken;
        from = 0;
      }
      if (this.#resizer === undefined) {
        for (let at = 0; at < this.#preparedArea; at++) batch[to + at] = levels[source[from + at]];
      } else this.#resizer.resizeInto(source, from, batch, to, levels);
    }
  }

  #take(image: Uint8Array, offset: number, { down, right, isMirrored }: Variation): void {
    const [height, width] = [this.#rows - 2 * this.#margin, this.#columns - 2 * this.#margin];
    const [top, left] = [this.#margin + down, this.#margin + right];
    for (let row = 0; row < height; row++) {
      const line = top + row;
      const isLine = line >= 0 && line < this.#rows;
      for (let column = 0; column < width; column++) {
        const place = left + (isMirrored ? width - 1 - column : column);
        const isInside = isLine && place >= 0 && place < this.#columns;
        this.#taken[row * width + column] = isInside ? image[offset + line * this.#columns + place] : 0;
      }
    }
  }
}
