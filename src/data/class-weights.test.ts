import { expect, it } from 'vitest';
import { balancedClassWeights } from './class-weights.ts';
import { imageDataset } from './dataset-from-arrays.ts';

const dataset = (labels: readonly number[]) =>
  imageDataset({ images: new Uint8Array(labels.length), rows: 1, columns: 1, labels, classNames: ['a', 'b', 'c'] });

it('balances classes, as scikit-learn does', () => {
  expect(balancedClassWeights(dataset([0, 0, 0, 1, 2, 2]))).toEqual([2 / 3, 2, 1]);
  expect(balancedClassWeights(dataset([0, 1, 2]))).toEqual([1, 1, 1]);
});

it('names a class without images', () => {
  expect(() => balancedClassWeights(dataset([0, 0, 2]))).toThrow(/there are no images of b to train with/);
});
