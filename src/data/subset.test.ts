import { expect, it } from 'vitest';
import { imageDataset } from './dataset-from-arrays.ts';
import { subsetOf } from './subset.ts';

it('leaves the labels of the whole as they are, in a Buffer too', () => {
  const arrays = { images: new Uint8Array(4), rows: 1, columns: 1, classNames: ['a', 'b', 'c', 'd'] };
  const whole = { ...imageDataset({ ...arrays, labels: [0, 1, 2, 3] }), labels: Buffer.of(0, 1, 2, 3) };
  expect([...subsetOf(whole, Uint32Array.of(3, 0), 'some').labels]).toEqual([3, 0]);
  expect([...whole.labels]).toEqual([0, 1, 2, 3]);
});
