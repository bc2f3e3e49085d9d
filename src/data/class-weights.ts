// Weights with which every class counts the same in a loss, however many images it has.
import { DataError } from '../errors/data-error.ts';
import type { ImageDataset } from './dataset.ts';

/**
 * n / (k · n_c): the images of all k classes over k times those of the class; 1 where all have as many.
 * @throws DataError naming a class without images
 */
export function balancedClassWeights({ name, labels, count, classNames }: ImageDataset): readonly number[] {
  const counts = new Float64Array(classNames.length);
  for (const label of labels) counts[label]++;
  const empty = classNames.filter((_, label) => counts[label] === 0);
  if (empty.length > 0) {
    throw new DataError(
      `${name}: there are no images of ${empty.join(', ')} to train with, so no weight balances them`,
      {
        hint: 'add images, or leave the classes or --class-weights out',
      },
    );
  }
  return Array.from(counts, (ofClass) => count / (classNames.length * ofClass));
}
