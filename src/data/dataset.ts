// What every dataset of this library is once opened: images of one size, as bytes, and their labels.

/** [count], each an index into the class names. */
export type Labels = Uint8Array | Uint16Array | Uint32Array;

/** Images that are not in memory, such as those of a cache file. */
export interface ImageSource {
  /** Copies image `index`, [channels, rows, columns], into `target`, which has just that length. */
  readInto(index: number, target: Uint8Array): void;
}

/** Images of one size and their labels. `imageDataset` makes one of arrays in memory. */
export interface ImageDataset {
  /** What to call it in output, e.g. `fashion-mnist/train`. */
  readonly name: string;
  /** [count, channels, rows, columns], row-major, 0 is black. */
  readonly images: Uint8Array | ImageSource;
  readonly labels: Labels;
  readonly count: number;
  /** 1: grey; 3: red, green, blue. Default 1. */
  readonly channels?: number;
  readonly rows: number;
  readonly columns: number;
  /** Rows and columns on each side that only varied images reach into; `rows` and `columns` include them. Default 0. */
  readonly margin?: number;
  readonly classNames: readonly string[];
  /** Identifies the content: SHA-256 (hexadecimal), e.g. of "<images sha-256> <labels sha-256> <count>". */
  readonly sha256: string;
}

/** A dataset whose images are all in memory. */
export interface InMemoryDataset extends ImageDataset {
  readonly images: Uint8Array;
}

/** Size of one image in bytes. */
export function bytesOfImage({ channels = 1, rows, columns }: ImageDataset): number {
  return channels * rows * columns;
}

/** Reads the images of a dataset one by one; what it returns is valid until the next is read. */
export class ImageReader {
  readonly #images: Uint8Array | ImageSource;
  readonly #bytes: number;
  readonly #buffer: Uint8Array;

  constructor(dataset: ImageDataset) {
    this.#images = dataset.images;
    this.#bytes = bytesOfImage(dataset);
    this.#buffer = new Uint8Array(dataset.images instanceof Uint8Array ? 0 : this.#bytes);
  }

  /** [channels, rows, columns] */
  read(index: number): Uint8Array {
    if (this.#images instanceof Uint8Array) {
      return this.#images.subarray(index * this.#bytes, (index + 1) * this.#bytes);
    }
    this.#images.readInto(index, this.#buffer);
    return this.#buffer;
  }
}
