// How training images are varied: a function of (seed, epoch, index of the image) alone, so that a resumed training sees
// what an uninterrupted one sees.
import { RandomStream } from '../random/random-stream.ts';

export const augmentations = ['none', 'basic'] as const;
/** `basic`: shifted by up to an eighth of the image (or as far as its margin goes), and mirrored left to right or not. */
export type Augmentation = (typeof augmentations)[number];

/** What is taken of an image in place of its middle. */
export interface Variation {
  /** Rows down and columns right of the middle; what lies beyond the stored image is black. */
  readonly down: number;
  readonly right: number;
  readonly isMirrored: boolean;
}

/** Rows or columns that an image without a margin is shifted by at most. */
export function largestShift(side: number): number {
  return Math.round(side / 8);
}

/** The variations of one epoch. */
export class BasicAugmentation {
  readonly #random: RandomStream;
  readonly #mostDown: number;
  readonly #mostRight: number;

  /** @param most the largest shifts */
  constructor(seed: number, epoch: number, most: { readonly down: number; readonly right: number }) {
    this.#random = new RandomStream(seed, 'augment', epoch);
    this.#mostDown = most.down;
    this.#mostRight = most.right;
  }

  /** @param index of the image in its dataset */
  of(index: number): Variation {
    return {
      down: this.#shift(3 * index, this.#mostDown),
      right: this.#shift(3 * index + 1, this.#mostRight),
      isMirrored: this.#random.uniform(3 * index + 2) < 0.5,
    };
  }

  /** From −most to most, each as likely. */
  #shift(draw: number, most: number): number {
    return Math.floor(this.#random.uniform(draw) * (2 * most + 1)) - most;
  }
}
