// How training images are varied: a function of (seed, epoch, index of the image) alone, so that a resumed training sees
// what an uninterrupted one sees.
import { RandomStream } from '../random/random-stream.ts';

export const augmentations = ['none', 'mild', 'basic', 'erasing'] as const;
/**
 * `basic`: shifted by up to an eighth of the image (or as far as its margin goes), and mirrored left to right or not.
 * `mild`: that, with shifts half as large. `erasing`: as `basic`, and in every other image a rectangle has the mean level, where that was normalised to zero.
 */
export type Augmentation = (typeof augmentations)[number];

/** What is taken of an image in place of its middle, and what of that is erased. */
export interface Variation {
  /** Rows down and columns right of the middle; what lies beyond the stored image is black. */
  readonly down: number;
  readonly right: number;
  readonly isMirrored: boolean;
  /** The part of the prepared image whose values become 0. */
  readonly erased?: Rectangle;
}

export interface Rectangle {
  readonly top: number;
  readonly left: number;
  readonly rows: number;
  readonly columns: number;
}

/** The image as it is stored, without its margin. */
export const unvaried: Variation = { down: 0, right: 0, isMirrored: false };

/** Rows or columns that an image without a margin is shifted by at most. */
export function largestShift(side: number): number {
  return Math.round(side / 8);
}

/** The variations of one epoch. */
export interface Variations {
  /** @param index of the image in its dataset */
  of(index: number): Variation;
}

export interface VariationLimits {
  /** The largest shifts. */
  readonly down: number;
  readonly right: number;
  /** Rows and columns of a prepared image. */
  readonly imageSize: number;
}

type Varying = (seed: number, epoch: number, limits: VariationLimits) => Variations;

const rows: { readonly [Name in Augmentation]: Varying } = {
  none: () => ({ of: () => unvaried }),
  mild: (seed, epoch, { down, right, ...limits }) =>
    shiftedAndMirrored(seed, epoch, { ...limits, down: Math.round(down / 2), right: Math.round(right / 2) }),
  basic: (seed, epoch, limits) => shiftedAndMirrored(seed, epoch, limits),
  erasing: (seed, epoch, limits) => {
    const [basic, erasing] = [shiftedAndMirrored(seed, epoch, limits), erasedRectangles(seed, epoch, limits)];
    return {
      of: (index) => {
        const erased = erasing.of(index);
        return erased === undefined ? basic.of(index) : { ...basic.of(index), erased };
      },
    };
  },
};

export function variationsOf(name: Augmentation, seed: number, epoch: number, limits: VariationLimits): Variations {
  return rows[name](seed, epoch, limits);
}

function shiftedAndMirrored(seed: number, epoch: number, { down, right }: VariationLimits): Variations {
  const random = new RandomStream(seed, 'augment', epoch);
  // Each whole number from −most to most is equally likely.
  const shift = (draw: number, most: number) => Math.floor(random.uniform(draw) * (2 * most + 1)) - most;
  return {
    of: (index) => ({
      down: shift(3 * index, down),
      right: shift(3 * index + 1, right),
      isMirrored: random.uniform(3 * index + 2) < 0.5,
    }),
  };
}

/** The defaults of torchvision's RandomErasing: https://pytorch.org/vision/stable/generated/torchvision.transforms.RandomErasing */
const erasing = { probability: 0.5, area: [0.02, 0.33], ratio: [0.3, 3.3], tries: 10 } as const;
const drawsOfTry = 4;
const drawsOfImage = 1 + erasing.tries * drawsOfTry;

function erasedRectangles(seed: number, epoch: number, { imageSize }: VariationLimits) {
  const random = new RandomStream(seed, 'erase', epoch);
  const between = (draw: number, [least, most]: readonly [number, number]) =>
    least + random.uniform(draw) * (most - least);
  const logarithms = [Math.log(erasing.ratio[0]), Math.log(erasing.ratio[1])] as const;
  return {
    of(index: number): Rectangle | undefined {
      const first = index * drawsOfImage;
      if (random.uniform(first) >= erasing.probability) return undefined;
      for (let attempt = 0; attempt < erasing.tries; attempt++) {
        const draw = first + 1 + attempt * drawsOfTry;
        const area = between(draw, erasing.area) * imageSize ** 2;
        const ratio = Math.exp(between(draw + 1, logarithms));
        const [rows, columns] = [Math.round(Math.sqrt(area * ratio)), Math.round(Math.sqrt(area / ratio))];
        if (rows >= imageSize || columns >= imageSize) continue;
        const place = (at: number, length: number) => Math.floor(random.uniform(at) * (imageSize - length + 1));
        return { top: place(draw + 2, rows), left: place(draw + 3, columns), rows, columns };
      }
      return undefined;
    },
  };
}
