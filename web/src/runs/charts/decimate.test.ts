import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Curve } from './curve.ts';
import { Decimator, decimate } from './decimate.ts';

const steps = 14_070;

describe('decimate', () => {
  it('leaves short curves as they are', () => {
    const curve = { x: [1, 2, 3], y: [1, null, 3] };
    expect(decimate(curve, [0, 3], 100)).toBe(curve);
  });

  it('draws a run of 30 × 469 steps with a few points for each column', () => {
    const { x } = decimate(noise(), [0, 30], 500);
    expect(x.length).toBeLessThanOrEqual(4 * 501);
    expect(x.length).toBeGreaterThan(2 * 500);
  });

  it('keeps a single spike, both ends and a gap', () => {
    const { x, y } = noise();
    const spiked = { x, y: y.map((value, index) => (index === 7001 ? 99 : index === 9001 ? null : value)) };
    const kept = decimate(spiked, [0, 30], 300);
    expect(kept.y).toContain(99);
    expect(kept.y.filter((value) => value === null)).toHaveLength(1);
    expect([kept.x[0], kept.x.at(-1)]).toEqual([x[0], x.at(-1)]);
  });

  it('keeps points of the curve, in order, and the extremes of every column', () => {
    fc.assert(
      fc.property(
        fc.array(fc.option(fc.double({ noNaN: true, min: -10, max: 10 }), { freq: 10 }), {
          minLength: 60,
          maxLength: 300,
        }),
        fc.integer({ min: 1, max: 12 }),
        (y, columns) => {
          const curve: Curve = { x: y.map((_, index) => index), y };
          const kept = decimate(curve, [0, y.length], columns);
          expect(kept.x).toEqual([...kept.x].sort((left, right) => left - right));
          expect(kept.x.every((place, index) => Object.is(y[place], kept.y[index]))).toBe(true);
          expect(outlines(kept, y.length, columns)).toEqual(outlines(curve, y.length, columns));
        },
      ),
    );
  });
});

function noise(): Curve {
  const x = Array.from({ length: steps }, (_, index) => (index + 1) / 469);
  return { x, y: x.map((_, index) => ((index * 7919) % 1009) / 1009) };
}

function outlines({ x, y }: Curve, length: number, columns: number) {
  const found = new Map<number, { low: number; high: number; hasGap: boolean }>();
  x.forEach((place, index) => {
    const column = Math.floor((place / length) * columns);
    const outline = found.get(column) ?? {
      low: Number.POSITIVE_INFINITY,
      high: Number.NEGATIVE_INFINITY,
      hasGap: false,
    };
    const level = y[index];
    // −0 is 0.
    const value = level === null ? null : level + 0;
    if (value === null) outline.hasGap = true;
    else {
      outline.low = Math.min(outline.low, value);
      outline.high = Math.max(outline.high, value);
    }
    found.set(column, outline);
  });
  return found;
}

describe('Decimator', () => {
  it('makes nothing twice while curve, range and width stay', () => {
    const curve = {
      x: Array.from({ length: 20_000 }, (_, index) => index / 667),
      y: new Array<number>(20_000).fill(1),
    };
    const decimator = new Decimator();
    const made = decimator.decimated(curve, [0, 30], 500);
    expect(made.x.length).toBeLessThan(4 * 500 + 2);
    // Another curve of the chart, such as its smooth one, comes in between.
    decimator.decimated({ ...curve }, [0, 30], 500);
    expect(decimator.decimated(curve, [0, 30], 500)).toBe(made);
    expect(decimator.decimated(curve, [0, 30], 400)).not.toBe(made);
    expect(decimator.decimated(curve, [1, 2], 500).x.length).toBe(670);
  });
});
