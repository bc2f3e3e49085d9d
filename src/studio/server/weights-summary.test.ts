import { describe, expect, it } from 'vitest';
import type { StateTensor } from '../../nn/module.ts';
import { bins, summariseWeights } from './weights-summary.ts';

const tensor = (shape: readonly number[], value: (index: number) => number): StateTensor => {
  const length = shape.reduce((product, size) => product * size, 1);
  return { shape, data: Float32Array.from({ length }, (_, index) => value(index)) };
};

describe('summariseWeights', () => {
  it('counts values between the lowest and the highest', () => {
    const { tensors } = summariseWeights(new Map([['a', tensor([4], (index) => [-1, 0, 0.99, 1][index])]]));
    expect(tensors).toMatchObject([{ name: 'a', shape: [4], min: -1, max: 1, mean: expect.closeTo(0.2475, 5) }]);
    expect(tensors[0].std).toBeCloseTo(Math.sqrt((1.2475 ** 2 + 0.2475 ** 2 + 0.7425 ** 2 + 0.7525 ** 2) / 4), 5);
    const expected = Array(bins).fill(0);
    expected[0] = 1;
    expected[bins / 2] = 1;
    expected[bins - 1] = 2;
    expect(tensors[0].counts).toEqual(expected);
  });

  it('takes equal values, and leaves counts and nothing out', () => {
    const state = new Map<string, StateTensor>([
      ['equal', tensor([3], () => 0)],
      ['steps', { ...tensor([1], () => 5), isCount: true }],
      ['empty', tensor([0], () => 0)],
    ]);
    const { tensors, filters } = summariseWeights(state);
    expect(tensors.map(({ name, counts, std }) => [name, counts[0], std])).toEqual([['equal', 3, 0]]);
    expect(filters).toEqual([]);
  });

  it('has the filters of the first convolutions, in bytes around 128, and no more than can be shown', () => {
    const state = new Map([
      ['first', tensor([100, 3, 2, 2], (index) => (index === 0 ? -2 : index === 1 ? 1 : 0))],
      ['point', tensor([8, 8, 1, 1], () => 1)],
      ['huge', tensor([1, 1, 100, 100], () => 1)],
      ['second', tensor([2, 100, 3, 3], (index) => (index >= 900 ? 1 : 0))],
      ['third', tensor([1, 1, 2, 2], () => 0)],
      ['fourth', tensor([1, 1, 2, 2], () => 0)],
    ]);
    const { filters } = summariseWeights(state);
    const bytes = filters.map(({ levels }) => Buffer.from(levels, 'base64'));
    expect(
      filters.map(({ name, shape, filters, channels, largest }) => [name, shape, filters, channels, largest]),
    ).toEqual([
      ['first', [64, 3, 2, 2], 100, 3, 2],
      ['second', [2, 8, 3, 3], 2, 100, 1],
      ['third', [1, 1, 2, 2], 1, 1, 0],
    ]);
    expect(bytes.map(({ length }) => length)).toEqual([64 * 12, 2 * 72, 4]);
    expect([...bytes[0].subarray(0, 3)]).toEqual([1, 192, 128]);
    // Each filter's own channels.
    expect([bytes[1][0], bytes[1][72]]).toEqual([128, 255]);
    expect([...bytes[2]]).toEqual([128, 128, 128, 128]);
  });
});
