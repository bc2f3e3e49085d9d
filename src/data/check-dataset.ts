// The door for datasets: whatever they were made by, they are checked here once, before anything reads them.
import { DataError } from '../errors/data-error.ts';
import { describeValue } from '../errors/describe-value.ts';
import { OptionError } from '../errors/option-error.ts';
import { requireShape, requireType } from '../errors/require-option.ts';
import type { ImageDataset } from './dataset.ts';

/** @throws DataError naming the dataset and what of it is not as `ImageDataset` says; OptionError where it is none */
export function checkDataset(dataset: ImageDataset): void {
  requireType('dataset', dataset, Object);
  const { name, images, labels, count, rows, columns, classNames, sha256 } = dataset;
  requireType('dataset.name', name, 'string');
  requireType('dataset.sha256', sha256, 'string');
  requireType('dataset.classNames', classNames, Array);
  requireShape(`${name}: [count, rows, columns]`, [count, rows, columns], { axes: 3 });
  const refuse = (what: string, found: unknown, expected: string): never => {
    throw new DataError(`${name}: ${what} is ${describeValue(found)}, expected ${expected}`, {
      hint: 'give one byte for each pixel, 0 is black, image by image and row by row, and one byte for each label',
    });
  };
  const pixels = count * rows * columns;
  const isBytes = (array: unknown, length: number) => array instanceof Uint8Array && array.length === length;
  if (!isBytes(images, pixels)) {
    refuse('images', images, `a Uint8Array of ${pixels} elements for ${count} images of ${rows}×${columns}`);
  }
  if (!isBytes(labels, count)) refuse('labels', labels, `a Uint8Array of ${count} elements`);
  const stranger = labels.findIndex((label) => label >= classNames.length);
  if (stranger !== -1) {
    refuse(`label ${stranger}`, labels[stranger], `the index of one of the ${classNames.length} classNames`);
  }
}

/** @throws OptionError for labels beyond the model's classes */
export function requireFittingLabels({ name, labels }: ImageDataset, classCount: number): void {
  const largest = labels.reduce((maximum, label) => Math.max(maximum, label), 0);
  if (largest < classCount) return;
  throw new OptionError(`${name} has labels up to ${largest}, the model tells ${classCount} classes apart`, {
    hint: `use a model for at least ${largest + 1} classes`,
  });
}
