// What every dataset of this library is once read: greyscale images and their labels, whole in memory as bytes.

export interface ImageDataset {
  /** What to call it in output, e.g. `fashion-mnist/train`. */
  readonly name: string;
  /** [count, rows, columns], row-major, 0 is black. */
  readonly images: Uint8Array;
  /** [count], each an index into classNames. */
  readonly labels: Uint8Array;
  readonly count: number;
  readonly rows: number;
  readonly columns: number;
  readonly classNames: readonly string[];
  /** Identifies the content: SHA-256 (hexadecimal) of "<images sha-256> <labels sha-256> <count>". */
  readonly sha256: string;
}

/** How a dataset's images were made of pictures: what has to be done to a picture so that it is like them. */
export interface ImageForm {
  readonly rows: number;
  readonly columns: number;
  /** What lies behind the things: `none` where nothing is known of it, and then no picture is inverted by itself. */
  readonly ground: 'black' | 'none';
  /** Whether edges of the ground's colour were cut away. */
  readonly trim: boolean;
}
