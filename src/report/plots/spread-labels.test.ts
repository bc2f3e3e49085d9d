import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spreadLabels } from './spread-labels.ts';

describe('spreadLabels', () => {
  it('leaves labels alone that are apart', () => {
    expect(spreadLabels([90, 10, 50], 15, [0, 100])).toEqual([90, 10, 50]);
  });

  it('moves the lower one of two down, and both up at the bottom', () => {
    expect(spreadLabels([50, 52], 15, [0, 100])).toEqual([50, 65]);
    expect(spreadLabels([100, 99], 15, [0, 100])).toEqual([100, 85]);
  });

  it('keeps the distance, the order and the bounds', () => {
    const heights = fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { maxLength: 6 });
    fc.assert(
      fc.property(heights, (wanted) => {
        const spread = spreadLabels(wanted, 15, [0, 100]);
        const order = wanted.map((_, index) => index).sort((a, b) => wanted[a] - wanted[b]);
        for (const [rank, index] of order.entries()) {
          expect(spread[index]).toBeGreaterThanOrEqual(-1e-9);
          expect(spread[index]).toBeLessThanOrEqual(100 + 1e-9);
          if (rank > 0) expect(spread[index] - spread[order[rank - 1]]).toBeGreaterThanOrEqual(15 - 1e-9);
        }
      }),
    );
  });
});
