import { describe, expect, it } from 'vitest';
import { RandomStream } from './random-stream.ts';
import { scheduleKey, threefry2x32 } from './threefry.ts';

describe('threefry2x32', () => {
  // Known answers from the Random123 distribution (kat_vectors, threefry2x32 20).
  it.each([
    [
      [0, 0],
      [0, 0],
      [0x6b200159, 0x99ba4efe],
    ],
    [
      [0xffffffff, 0xffffffff],
      [0xffffffff, 0xffffffff],
      [0x1cb996fc, 0xbb002be7],
    ],
    [
      [0x13198a2e, 0x03707344],
      [0x243f6a88, 0x85a308d3],
      [0xc4923a9c, 0x483df7a0],
    ],
  ])('gives the published answer for key %j and counter %j', (key, counter, expected) => {
    const answer = threefry2x32(scheduleKey({ high: key[0], low: key[1] }), counter[0], counter[1]);
    expect([answer.high, answer.low]).toEqual(expected);
  });
});

describe('RandomStream', () => {
  it('repeats itself for the same path and differs for another', () => {
    const draw = (stream: RandomStream) => Array.from({ length: 8 }, (_, index) => stream.uint32(index));
    expect(draw(new RandomStream(7, 'shuffle', 3))).toEqual(draw(new RandomStream(7, 'shuffle', 3)));
    for (const other of [new RandomStream(8, 'shuffle', 3), new RandomStream(7, 'shuffle', 4), new RandomStream(7)]) {
      expect(draw(other)).not.toEqual(draw(new RandomStream(7, 'shuffle', 3)));
    }
  });

  it('has the moments of its distributions', () => {
    const stream = new RandomStream(1, 'moments');
    const count = 20_000;
    let uniformSum = 0;
    let normalSum = 0;
    let normalSquares = 0;
    for (let index = 0; index < count; index++) {
      uniformSum += stream.uniform(index);
      normalSum += stream.normal(index);
      normalSquares += stream.normal(index) ** 2;
    }
    expect(uniformSum / count).toBeCloseTo(0.5, 2);
    expect(normalSum / count).toBeCloseTo(0, 1);
    expect(normalSquares / count).toBeCloseTo(1, 1);
  });

  it('permutes every index exactly once', () => {
    const order = new RandomStream(0, 'permutation').permutation(1000);
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, index) => index));
    expect([...order.subarray(0, 10)]).not.toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });
});
