// A dataset of images that a program has in memory already.
import { DataError } from '../errors/data-error.ts';
import { describeValue } from '../errors/describe-value.ts';
import { OptionError } from '../errors/option-error.ts';
import { requireType } from '../errors/require-option.ts';
import { sha256 } from '../formats/sha256.ts';
import { checkDataset } from './check-dataset.ts';
import type { InMemoryDataset, Labels } from './dataset.ts';

/** What `imageDataset` makes a dataset of. */
export interface DatasetArrays {
  /** [count, channels, rows, columns], one byte for each value, row-major, 0 is black. It is not copied. */
  readonly images: Uint8Array;
  /** Rows of each image. */
  readonly rows: number;
  /** Columns of each image. */
  readonly columns: number;
  /** 1: grey; 3: red, green, blue, one plane behind the other. Default 1. */
  readonly channels?: 1 | 3;
  /** [count], each an index into `classNames`. */
  readonly labels: Labels | readonly number[];
  readonly classNames: readonly string[];
  /** What to call it in output. Default `images`. */
  readonly name?: string;
}

/**
 * Images in memory as a dataset: `imageDataset({ images, rows: 28, columns: 28, labels, classNames: ['cat', 'dog'] })`.
 * @throws OptionError or DataError saying which array is not as it should be
 * @example
 * ```ts
 * import { imageDataset } from 'googlenet';
 * const images = new Uint8Array(2 * 28 * 28);
 * const dataset = imageDataset({ images, rows: 28, columns: 28, labels: [0, 1], classNames: ['cat', 'dog'] });
 * ```
 */
export function imageDataset(arrays: DatasetArrays): InMemoryDataset {
  requireType('arrays', arrays, Object);
  const { images, rows, columns, channels = 1, classNames, name = 'images' } = arrays;
  requireType('images', images, Uint8Array);
  requireType('classNames', classNames, Array);
  for (const [index, className] of classNames.entries()) requireType(`classNames[${index}]`, className, 'string');
  if (channels !== 1 && channels !== 3) {
    throw new OptionError(`channels is ${describeValue(channels)}, expected 1 or 3`);
  }
  const labels = Array.isArray(arrays.labels) ? packLabels(arrays.labels) : (arrays.labels as Labels);
  requireType('labels', labels, Object);
  const count = labels.length;
  const dataset = { name, images, labels, count, channels, rows, columns, classNames };
  checkDataset({ ...dataset, sha256: '' });
  // The same for labels of any width.
  const bytes = new Uint8Array(Uint32Array.from(labels).buffer);
  return { ...dataset, sha256: sha256(new TextEncoder().encode(`${sha256(images)} ${sha256(bytes)} ${count}`)) };
}

function packLabels(labels: readonly unknown[]): Labels {
  // A label that 32 bits cannot hold would become another one.
  const invalid = labels.findIndex((label) => Number(label) >>> 0 !== label);
  if (invalid !== -1) {
    throw new DataError(`label ${invalid} is ${describeValue(labels[invalid])}, expected the index of a class`, {
      hint: 'give one whole number for each image, from 0',
    });
  }
  return Uint32Array.from(labels as readonly number[]);
}
