// Batches of a dataset: shuffled, varied, resized, normalised. What an epoch contains is a pure function of (seed, epoch),
// so a run can begin at any step of any epoch without replaying what came before.
import { OptionError } from '../errors/option-error.ts';
import { requireChoice, requireFinite, requireSeed, requireType, requireWhole } from '../errors/require-option.ts';
import { sizeOf } from '../graph/shape.ts';
import {
  type Augmentation,
  augmentations,
  largestShift,
  type Variation,
  variationsOf,
} from '../images/augmentation.ts';
import { ImagePreparer, type Normalization, unnormalized } from '../images/prepare-images.ts';
import { largestSide } from '../images/resize.ts';
import { RandomStream } from '../random/random-stream.ts';
import { checkDataset } from './check-dataset.ts';
import { type ImageDataset, ImageReader } from './dataset.ts';
import { everything, partOf, requireShare, type Share } from './share.ts';

/** What a step is given. The arrays are valid until the loader makes its next batch. */
export interface Batch {
  /** [size, channels, imageSize, imageSize], normalised. */
  readonly images: Float32Array;
  /** [size] class indices. */
  readonly labels: Int32Array;
  readonly size: number;
}

/** What `new DataLoader` takes. */
export interface DataLoaderOptions {
  readonly batchSize: number;
  /** Rows and columns of the images in a batch. Default 96. */
  readonly imageSize?: number;
  /** A new order every epoch; otherwise the order of the dataset. Default true. */
  readonly shuffle?: boolean;
  /** Default 0. */
  readonly seed?: number;
  /** Default: none, levels lie between 0 and 1. */
  readonly normalization?: Normalization;
  /** How images are varied, anew in every epoch. Default `none`. */
  readonly augmentation?: Augmentation;
  /** Whether each image is mirrored left to right, as in predictions that are averaged. Default false. */
  readonly mirror?: boolean;
}

/**
 * Makes the batches of a dataset: in an order that is a function of seed and epoch, prepared for the network.
 * @example
 * ```ts
 * import { DataLoader, fashionMnist } from 'googlenet';
 * const dataset = await fashionMnist({ split: 'train' });
 * const loader = new DataLoader(dataset, { batchSize: 128, imageSize: 96 });
 * ```
 */
export class DataLoader {
  readonly dataset: ImageDataset;
  readonly batchSize: number;
  readonly imageSize: number;
  readonly shuffle: boolean;
  readonly seed: number;
  readonly normalization: Normalization;
  readonly augmentation: Augmentation;
  readonly mirror: boolean;
  /** Shape of one image of a batch. */
  readonly imageShape: readonly [channels: number, rows: number, columns: number];
  /** Batches of an epoch; the last may be short. */
  readonly batchCount: number;
  readonly #preparer: ImagePreparer;
  readonly #reader: ImageReader;
  readonly #images: Float32Array;
  readonly #labels: Int32Array;
  #order: { readonly epoch: number; readonly indices: Uint32Array } | undefined;

  /** @throws DataError for a dataset that is none, OptionError for a size, seed or count that is no such thing */
  constructor(dataset: ImageDataset, options: DataLoaderOptions) {
    const { batchSize, imageSize = 96, shuffle = true, seed = 0 } = options;
    const { normalization = unnormalized, augmentation = 'none', mirror = false } = options;
    checkDataset(dataset);
    requireWhole('batchSize', batchSize, { hint: 'give a number of images, e.g. 128' });
    requireWhole('imageSize', imageSize, { most: largestSide });
    requireType('shuffle', shuffle, 'boolean');
    requireSeed('seed', seed);
    requireChoice('augmentation', augmentation, augmentations);
    requireType('mirror', mirror, 'boolean');
    const { channels = 1 } = dataset;
    requireNormalization(normalization, channels);
    this.#preparer = new ImagePreparer({ ...dataset, imageSize, normalization });
    this.#reader = new ImageReader(dataset);
    this.dataset = dataset;
    this.normalization = normalization;
    this.augmentation = augmentation;
    this.mirror = mirror;
    this.imageShape = [channels, imageSize, imageSize];
    this.batchSize = batchSize;
    this.imageSize = imageSize;
    this.shuffle = shuffle;
    this.seed = seed;
    this.batchCount = Math.ceil(dataset.count / batchSize);
    const largest = Math.min(batchSize, dataset.count);
    this.#images = new Float32Array(largest * sizeOf(this.imageShape));
    this.#labels = new Int32Array(largest);
  }

  /** What becomes of images on their way into a batch, in one word for those who compare trainings. */
  get preparation(): string {
    const { mean, std } = this.normalization;
    return `${this.imageShape.join('x')} mean ${mean} std ${std} augmentation ${this.augmentation}${this.mirror ? ' mirrored' : ''}`;
  }

  /**
   * Batch `step` (from 0) of epoch `epoch`.
   * Its arrays are views of buffers that the loader fills again on the next call: copy what must outlive it.
   * @param share of several processes: only its part of the batch is made, which may be empty. Default: all of it
   * @throws OptionError for a step that the epoch does not have
   */
  batch(epoch: number, step: number, share: Share = everything): Batch {
    if (!Number.isInteger(step) || step < 0 || step >= this.batchCount) {
      throw new OptionError(
        `step: ${step} is not one of the ${this.batchCount} steps of an epoch, 0 … ${this.batchCount - 1}`,
      );
    }
    requireShare(share);
    const { labels, count } = this.dataset;
    const order = this.#orderOf(epoch);
    const variationOf = this.#variationsOf(epoch);
    const first = step * this.batchSize;
    const part = partOf(Math.min(this.batchSize, count - first), share);
    const begin = first + part.begin;
    const size = part.end - part.begin;
    for (let item = 0; item < size; item++) {
      const index = order[begin + item];
      this.#preparer.prepareInto(this.#reader.read(index), 0, this.#images, item, variationOf(index));
      this.#labels[item] = labels[index];
    }
    const images = this.#images.subarray(0, size * sizeOf(this.imageShape));
    return { images, labels: this.#labels.subarray(0, size), size };
  }

  /** All batches of an epoch in order. Each is valid until the next is asked for (see `batch`). */
  *epoch(epoch: number): Generator<Batch, void, undefined> {
    for (let step = 0; step < this.batchCount; step++) yield this.batch(epoch, step);
  }

  #variationsOf(epoch: number): (index: number) => Variation {
    const { augmentation, seed, mirror, imageSize } = this;
    const { rows, columns, margin = 0 } = this.dataset;
    const most = (side: number) => (margin > 0 ? margin : largestShift(side));
    const variations = variationsOf(augmentation, seed, epoch, { down: most(rows), right: most(columns), imageSize });
    if (!mirror) return (index) => variations.of(index);
    return (index) => {
      const variation = variations.of(index);
      return { ...variation, isMirrored: !variation.isMirrored };
    };
  }

  #orderOf(epoch: number): Uint32Array {
    if (this.#order === undefined || this.#order.epoch !== epoch) {
      const { count } = this.dataset;
      const indices = this.shuffle
        ? new RandomStream(this.seed, 'shuffle', epoch).permutation(count)
        : Uint32Array.from({ length: count }, (_, index) => index);
      this.#order = { epoch, indices };
    }
    return this.#order.indices;
  }
}

function requireNormalization(normalization: Normalization, channels: number): void {
  requireType('normalization', normalization, Object);
  for (const [name, least] of [
    ['mean', Number.NEGATIVE_INFINITY],
    ['std', Number.MIN_VALUE],
  ] as const) {
    const values = normalization[name];
    requireType(`normalization.${name}`, values, Array);
    for (const value of values) requireFinite(`normalization.${name}`, value, { least });
    if (values.length === 1 || values.length === channels) continue;
    throw new OptionError(`normalization.${name} has ${values.length} numbers, expected one or ${channels}`, {
      hint: 'give one for each channel of the images',
    });
  }
}
