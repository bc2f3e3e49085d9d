// The facts of Fashion-MNIST: its files, what they must contain, its classes, how its
// images were made, and where the world keeps it.
// Hashes are of the decompressed bytes: Debian's .gz files differ from upstream's, their content does not.
// see: https://github.com/zalandoresearch/fashion-mnist (MIT licence)

import type { ImageForm } from '../../images/image-form.ts';
import { fashionMnistClassNames } from './class-names.ts';

/** A part of Fashion-MNIST. */
export type FashionMnistSplit = 'train' | 'test';

export interface DatasetFile {
  /** Without `.gz`. */
  readonly name: string;
  /** Length of the decompressed content. */
  readonly bytes: number;
  /** SHA-256 of the decompressed content, in hexadecimal. */
  readonly sha256: string;
}

export interface SplitFiles {
  readonly images: DatasetFile;
  readonly labels: DatasetFile;
}

export const fashionMnistFiles: { readonly [S in FashionMnistSplit]: SplitFiles } = {
  train: {
    images: {
      name: 'train-images-idx3-ubyte',
      bytes: 47_040_016,
      sha256: 'c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888',
    },
    labels: {
      name: 'train-labels-idx1-ubyte',
      bytes: 60_008,
      sha256: 'bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9',
    },
  },
  test: {
    images: {
      name: 't10k-images-idx3-ubyte',
      bytes: 7_840_016,
      sha256: '5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b',
    },
    labels: {
      name: 't10k-labels-idx1-ubyte',
      bytes: 10_008,
      sha256: '0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34',
    },
  },
};

export const fashionMnistClasses = fashionMnistClassNames.en;

/** Light things on black, as large as fits. */
export const fashionMnistForm: ImageForm = {
  channels: 1,
  rows: 28,
  columns: 28,
  fit: 'pad',
  reduceTo: 1024,
  ground: 'black',
  trim: true,
  background: [0, 0, 0],
};

/** Images of a split: its label file has a byte for each, behind a header of eight. */
export function imagesOf(split: FashionMnistSplit): number {
  return fashionMnistFiles[split].labels.bytes - 8;
}

/** Folders with the four .gz files; the end of each is completed with `<name>.gz`. */
export const fashionMnistMirrors: readonly string[] = [
  'http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/',
  'https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion/',
];

/** Where Debian's package `dataset-fashion-mnist` puts them. */
export const fashionMnistSystemDirectories: readonly string[] = ['/usr/share/datasets/fashion-mnist'];

/** The files of one split, or all four. */
export function filesOf(split?: FashionMnistSplit): readonly DatasetFile[] {
  const splits = split === undefined ? Object.values(fashionMnistFiles) : [fashionMnistFiles[split]];
  return splits.flatMap(({ images, labels }) => [images, labels]);
}
