import { describe, expect, it } from 'vitest';
import { splitLabels } from './split-labels.ts';

describe('splitLabels', () => {
  it('keeps the fraction of each class, at least one and never all', () => {
    const sizes = [1, 2, 3, 10, 100];
    const labels = Uint8Array.from(sizes.flatMap((size, label) => new Array<number>(size).fill(label)));
    const { train, val } = splitLabels(labels, sizes.length + 1, 0.2, 7);
    const count = (indices: Uint32Array) =>
      sizes.map((_, label) => indices.filter((index) => labels[index] === label).length);
    expect(count(val)).toEqual([0, 1, 1, 2, 20]);
    expect(count(train)).toEqual([1, 1, 2, 8, 80]);
    expect([...train, ...val].sort((a, b) => a - b)).toEqual([...labels.keys()]);
    expect(count(splitLabels(labels, sizes.length, 0.99, 7).val)).toEqual([0, 1, 2, 9, 99]);
  });

  it('is a function of the seed, and always will be the same', () => {
    const labels = new Uint8Array(20);
    const split = (seed: number) => [...splitLabels(labels, 1, 0.2, seed).val];
    expect(split(0)).toEqual(split(0));
    expect(split(0)).not.toEqual(split(1));
    expect(split(0)).toEqual([9, 13, 14, 19]);
  });
});
