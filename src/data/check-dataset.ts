// The door for datasets: whatever they were made by, they are checked here once, before anything reads them.
import { DataError } from '../errors/data-error.ts';
import { describeValue } from '../errors/describe-value.ts';
import { OptionError } from '../errors/option-error.ts';
import { requireShape, requireType, requireWhole } from '../errors/require-option.ts';
import type { ImageDataset } from './dataset.ts';

/** @throws DataError naming the dataset and what of it is not as `ImageDataset` says; OptionError where it is none */
export function checkDataset(dataset: ImageDataset): void {
  requireType('dataset', dataset, Object);
  const { name, images, labels, count, channels = 1, rows, columns, margin = 0, classNames, sha256 } = dataset;
  requireType('dataset.name', name, 'string');
  requireType('dataset.sha256', sha256, 'string');
  requireType('dataset.classNames', classNames, Array);
  requireShape(`${name}: [count, channels, rows, columns]`, [count, channels, rows, columns], { axes: 4 });
  requireWhole(`${name}: margin`, margin, { least: 0, most: Math.floor((Math.min(rows, columns) - 1) / 2) });
  const refuse = (what: string, found: unknown, expected: string): never => {
    throw new DataError(`${name}: ${what} is ${describeValue(found)}, expected ${expected}`, {
      hint: 'give one byte for each pixel, 0 is black, image by image and row by row, and one number for each label',
    });
  };
  const pixels = count * channels * rows * columns;
  const size = channels === 1 ? `${rows}×${columns}` : `${channels}×${rows}×${columns}`;
  const isSource = !(images instanceof Uint8Array) && typeof images?.readInto === 'function';
  if (!isSource && !(images instanceof Uint8Array && images.length === pixels)) {
    refuse('images', images, `a Uint8Array of ${pixels} elements for ${count} images of ${size}`);
  }
  const areLabels = [Uint8Array, Uint16Array, Uint32Array].some((type) => labels instanceof type);
  if (!areLabels || labels.length !== count)
    refuse('labels', labels, `a Uint8Array of ${count} elements, or a wider one`);
  const invalid = labels.findIndex((label: number) => label >= classNames.length);
  if (invalid !== -1) {
    refuse(`label ${invalid}`, labels[invalid], `the index of one of the ${classNames.length} classNames`);
  }
}

/** @throws OptionError for labels beyond the model's classes */
export function requireFittingLabels({ name, labels }: ImageDataset, classCount: number): void {
  let largest = 0;
  for (const label of labels) largest = Math.max(largest, label);
  if (largest < classCount) return;
  throw new OptionError(`${name} has labels up to ${largest}, the model tells ${classCount} classes apart`, {
    hint: `use a model for at least ${largest + 1} classes`,
  });
}
