import { describe, expect, it } from 'vitest';
import type { LayerFilters } from '../../../../src/studio/protocol.ts';
import { lossAndGain } from '../../playground/colour-maps.ts';
import { filterPicture } from './filter-picture.ts';

function layer(shape: readonly number[], bytes: readonly number[], channels = shape[1]): LayerFilters {
  return { name: 'a', shape, filters: shape[0], channels, largest: 1, levels: btoa(String.fromCharCode(...bytes)) };
}

describe('filterPicture', () => {
  it('lays grey filters beside each other, eight in a row', () => {
    const { width, height, pixels } = filterPicture(layer([9, 1, 1, 2], [1, 255, ...Array(16).fill(128)]));
    expect([width, height]).toEqual([8 * 3 - 1, 3]);
    const at = (row: number, column: number) => [...pixels.subarray(4 * (row * width + column)).subarray(0, 4)];
    expect(at(0, 0)).toEqual([...lossAndGain.subarray(3, 6), 255]);
    expect(at(0, 1)).toEqual([...lossAndGain.subarray(765, 768), 255]);
    // Between two fields, and where there is none.
    expect([at(0, 2), at(2, 3)]).toEqual([Array(4).fill(0), Array(4).fill(0)]);
    expect(at(2, 0)[3]).toBe(255);
  });

  it('shows filters for colour in their colours', () => {
    const { width, height, pixels } = filterPicture(layer([1, 3, 1, 2], [10, 20, 30, 40, 50, 60]));
    expect([width, height, [...pixels]]).toEqual([2, 1, [10, 30, 50, 255, 20, 40, 60, 255]]);
  });

  it('has a row for each filter, and a column for each channel, behind the first layer', () => {
    const { width, height } = filterPicture(layer([2, 4, 3, 3], Array(72).fill(128), 64));
    expect([width, height]).toEqual([4 * 4 - 1, 2 * 4 - 1]);
  });
});
