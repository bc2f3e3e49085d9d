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
