// What a network is given of an image of bytes: resized to its size, divided by 255. Training, predictions and the studio's
// page all go this one way, so the same picture gives them the same numbers. Without Node, for the page.
import { Resizer } from './resize.ts';

/** As torchvision's ToTensor: the float32 nearest to level / 255. */
const intensities = Float32Array.from({ length: 256 }, (_, level) => level / 255);

/** Prepares images of one size for networks of one size. */
export class ImagePreparer {
  /** Of an image in bytes, and of a prepared one. */
  readonly #sourceArea: number;
  readonly #area: number;
  readonly #resizer: Resizer;

  /** @throws OptionError for a size that is no whole number from 1 to 8192 */
  constructor(rows: number, columns: number, imageSize: number) {
    this.#resizer = new Resizer(rows, columns, imageSize, imageSize);
    this.#sourceArea = rows * columns;
    this.#area = imageSize * imageSize;
  }

  /** Image number `index` of `images` [any, rows, columns] becomes number `item` of `batch` [any, 1, imageSize, imageSize]. */
  prepareInto(images: Uint8Array, index: number, batch: Float32Array, item: number): void {
    this.#resizer.resizeInto(images, index * this.#sourceArea, batch, item * this.#area, intensities);
  }
}
