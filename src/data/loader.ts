// Batches of a dataset: shuffled, resized, divided by 255. What an epoch contains is a pure function of (seed, epoch),
// so a run can begin at any step of any epoch without replaying what came before.
import { OptionError } from '../errors/option-error.ts';
import { requireSeed, requireType, requireWhole } from '../errors/require-option.ts';
import { RandomStream } from '../random/random-stream.ts';
import { checkDataset } from './check-dataset.ts';
import type { ImageDataset } from './dataset.ts';
import { ImagePreparer } from './prepare-images.ts';
import { largestSide } from './resize.ts';

export interface Batch {
  /** [size, 1, imageSize, imageSize], pixel / 255. */
  readonly images: Float32Array;
  /** [size] class indices. */
  readonly labels: Int32Array;
  readonly size: number;
}

export interface DataLoaderOptions {
  readonly batchSize: number;
  /** Rows and columns of the images in a batch. Default 96. */
  readonly imageSize?: number;
  /** A new order every epoch; otherwise the order of the dataset. Default true. */
  readonly shuffle?: boolean;
  /** Default 0. */
  readonly seed?: number;
}

export class DataLoader {
  readonly dataset: ImageDataset;
  readonly batchSize: number;
  readonly imageSize: number;
  readonly shuffle: boolean;
  readonly seed: number;
  /** Batches of an epoch; the last may be short. */
  readonly batchCount: number;
  readonly #preparer: ImagePreparer;
  readonly #images: Float32Array;
  readonly #labels: Int32Array;
  #order: { readonly epoch: number; readonly indices: Uint32Array } | undefined;

  /** @throws DataError for a dataset that is none, OptionError for a size, seed or count that is no such thing */
  constructor(dataset: ImageDataset, options: DataLoaderOptions) {
    const { batchSize, imageSize = 96, shuffle = true, seed = 0 } = options;
    checkDataset(dataset);
    requireWhole('batchSize', batchSize, { hint: 'give a number of images, e.g. 128' });
    requireWhole('imageSize', imageSize, { most: largestSide });
    requireType('shuffle', shuffle, 'boolean');
    requireSeed('seed', seed);
    this.#preparer = new ImagePreparer(dataset.rows, dataset.columns, imageSize);
    this.dataset = dataset;
    this.batchSize = batchSize;
    this.imageSize = imageSize;
    this.shuffle = shuffle;
    this.seed = seed;
    this.batchCount = Math.ceil(dataset.count / batchSize);
    const largest = Math.min(batchSize, dataset.count);
    this.#images = new Float32Array(largest * imageSize * imageSize);
    this.#labels = new Int32Array(largest);
  }

  /**
   * Batch `step` (from 0) of epoch `epoch`.
   * Its arrays are views of buffers that the loader fills again on the next call: copy what must outlive it.
   * @throws OptionError for a step that the epoch does not have
   */
  batch(epoch: number, step: number): Batch {
    if (!Number.isInteger(step) || step < 0 || step >= this.batchCount) {
      throw new OptionError(
        `step: ${step} is not one of the ${this.batchCount} steps of an epoch, 0 … ${this.batchCount - 1}`,
      );
    }
    const { images, labels, count } = this.dataset;
    const order = this.#orderOf(epoch);
    const begin = step * this.batchSize;
    const size = Math.min(this.batchSize, count - begin);
    const area = this.imageSize * this.imageSize;
    for (let item = 0; item < size; item++) {
      const index = order[begin + item];
      this.#preparer.prepareInto(images, index, this.#images, item);
      this.#labels[item] = labels[index];
    }
    return { images: this.#images.subarray(0, size * area), labels: this.#labels.subarray(0, size), size };
  }

  /** All batches of an epoch in order. Each is valid until the next is asked for (see `batch`). */
  *epoch(epoch: number): Generator<Batch, void, undefined> {
    for (let step = 0; step < this.batchCount; step++) yield this.batch(epoch, step);
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
