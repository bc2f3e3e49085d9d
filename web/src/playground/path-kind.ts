// What a path of a block is: by its widest window, as its layers are printed.

export interface PathKind {
  readonly isPool: boolean;
  /** Rows and columns of the widest convolution, or of the pool. */
  readonly window: number;
}

/** @param layers as PyTorch prints them, e.g. `Conv2d(96, 128, kernel_size=(3, 3), stride=(1, 1), padding=(1, 1))` */
export function pathKind(layers: readonly string[]): PathKind {
  const pool = layers.find((layer) => /^\w*\(/.exec(layer)?.[0].includes('Pool'));
  const windows = (pool === undefined ? layers : [pool]).map((layer) => /kernel_size=\(?(\d+)/.exec(layer)?.[1]);
  return { isPool: pool !== undefined, window: Math.max(0, ...windows.map((size) => Number(size ?? 0))) };
}
