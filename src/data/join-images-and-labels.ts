// An image file and a label file, checked against each other and joined to a dataset.
import { createHash } from 'node:crypto';
import { DataError } from '../errors/data-error.ts';
import { requireWhole } from '../errors/require-option.ts';
import type { IdxFile } from '../formats/idx.ts';
import type { InMemoryDataset } from './dataset.ts';

interface JoinOptions {
  readonly name: string;
  /** One name a class; labels must be below their number. */
  readonly classNames: readonly string[];
  /** Keep only the first so many images; all are checked. */
  readonly limit?: number;
}

/** @throws OptionError unless the limit is a number of images, or absent */
export function requireLimit(limit: number | undefined): void {
  if (limit !== undefined) requireWhole('limit', limit, { hint: 'give a number of images' });
}

/** @throws DataError if the two are swapped, are no images or no labels, differ in count, or a label has no class */
export function joinImagesAndLabels(
  images: IdxFile,
  labels: IdxFile,
  { name, classNames, limit }: JoinOptions,
): InMemoryDataset {
  if (images.shape.length === 1 && labels.shape.length === 3) {
    throw new DataError(
      `${images.path}: images and labels are swapped: this file holds labels, ${labels.path} images`,
      {
        hint: 'exchange the two files',
      },
    );
  }
  if (images.shape.length !== 3) {
    throw new DataError(`${images.path}: expected images [count,rows,columns], got [${images.shape}]`, {
      hint: 'this is not an image file (its magic is 0x00000803)',
    });
  }
  if (labels.shape.length !== 1) {
    throw new DataError(`${labels.path}: expected labels [count], got [${labels.shape}]`, {
      hint: 'this is not a label file (its magic is 0x00000801)',
    });
  }
  const [imageCount, rows, columns] = images.shape;
  if (images.data.length === 0) throw new DataError(`${images.path}: no pixels, the shape is [${images.shape}]`);
  if (imageCount !== labels.shape[0]) {
    throw new DataError(`${images.path}: ${imageCount} images, but ${labels.path} has ${labels.shape[0]} labels`, {
      hint: 'the two files belong to different sets',
    });
  }
  const invalid = labels.data.findIndex((label) => label >= classNames.length);
  if (invalid !== -1) {
    throw new DataError(
      `${labels.path}: label ${invalid} is ${labels.data[invalid]}, expected at most ${classNames.length - 1}`,
      { hint: 'the file is damaged or belongs to a dataset with more classes' },
    );
  }
  const count = Math.min(imageCount, limit ?? imageCount);
  return {
    name,
    images: images.data.subarray(0, count * rows * columns),
    labels: labels.data.subarray(0, count),
    count,
    rows,
    columns,
    classNames,
    sha256: createHash('sha256').update(`${images.sha256} ${labels.sha256} ${count}`).digest('hex'),
  };
}
