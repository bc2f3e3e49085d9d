import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { epochAxis, logAxis, quantityAxis, valueAxis } from './axis.ts';

const anyValue = fc.double({ min: -1e30, max: 1e30, noNaN: true, noDefaultInfinity: true });

describe('an axis of values', () => {
  it('has round ticks that cover the values, within the range', () => {
    fc.assert(
      fc.property(anyValue, anyValue, (a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        // Closer than that float64 hardly tells them apart.
        fc.pre(high - low > 1e-9 * Math.max(Math.abs(low), Math.abs(high)) + 1e-12);
        const { ticks, place } = valueAxis([low, high], [300, 20]);
        expect(ticks.length).toBeGreaterThanOrEqual(3);
        expect(ticks.length).toBeLessThanOrEqual(12);
        expect(place(low)).toBeLessThanOrEqual(300 + 1e-6);
        expect(place(high)).toBeGreaterThanOrEqual(20 - 1e-6);
        expect(place(ticks[0])).toBeCloseTo(300, 3);
        expect(place(ticks[ticks.length - 1])).toBeCloseTo(20, 3);
      }),
    );
  });

  it('prints ticks as short as they can be told apart', () => {
    const print = (low: number, high: number) => {
      const { ticks, printTick } = valueAxis([low, high], [0, 1]);
      return ticks.map(printTick).join(' ');
    };
    expect(print(0, 1.0233)).toBe('0.0 0.2 0.4 0.6 0.8 1.0 1.2');
    expect(print(60, 100)).toBe('60 70 80 90 100');
    expect(print(0, 1e38)).toBe('0e+0 2e+37 4e+37 6e+37 8e+37 1e+38');
  });

  it('also shows one value alone, and none', () => {
    // From Node 24 on, powers of ten are rounded otherwise, and with them d3's ends of an axis.
    expect(valueAxis([7, 7], [100, 0]).place(7)).toBeCloseTo(100, 9);
    expect(valueAxis([1e30, 1e30], [100, 0]).place(1e30)).toBeCloseTo(100, 9);
    expect(valueAxis([0, 5e-324], [100, 0]).ticks.at(-1)).toBe(1);
    expect(valueAxis(undefined, [100, 0]).place(1)).toBe(0);
  });
});

describe('an axis of a quantity', () => {
  const ticksOf = (quantity: 'loss' | 'accuracy', extent: readonly [number, number] | undefined) => {
    const { ticks, printTick } = quantityAxis(quantity, extent, [0, 1]);
    return ticks.map(printTick).join(' ');
  };

  it('has accuracies in per cent, from where the curves are to 100', () => {
    expect(ticksOf('accuracy', [0.83, 0.9])).toBe('80 85 90 95 100');
    expect(ticksOf('accuracy', [0.72, 0.9])).toBe('70 75 80 85 90 95 100');
    expect(ticksOf('accuracy', [0.06, 0.3])).toBe('0 20 40 60 80 100');
    const { domain, place } = quantityAxis('accuracy', [0.83, 0.9], [0, 10]);
    expect(domain).toEqual([0.8, 1]);
    expect(place(0.9)).toBeCloseTo(5, 9);
  });

  it('has losses from 0, up to a round number above them', () => {
    expect(ticksOf('loss', [0.2, 1.02])).toBe('0.0 0.2 0.4 0.6 0.8 1.0 1.2');
    expect(ticksOf('loss', undefined)).toBe('0.0 0.2 0.4 0.6 0.8 1.0');
  });
});

describe('an axis of epochs', () => {
  const ticksOf = (first: number, last: number) => epochAxis(first, last, [0, 100]).ticks.join(' ');

  it('marks the first and the last epoch, and round ones between', () => {
    expect(ticksOf(1, 1)).toBe('1');
    expect(ticksOf(1, 5)).toBe('1 2 3 4 5');
    expect(ticksOf(1, 30)).toBe('1 5 10 15 20 25 30');
    expect(ticksOf(1, 32)).toBe('1 5 10 15 20 25 32');
    expect(ticksOf(0, 1)).toBe('0 1');
    expect(ticksOf(0, 3)).toBe('0 1 2 3');
  });

  it('marks no part of an epoch, and as few as there is room for', () => {
    expect(ticksOf(0, 2.4)).toBe('0 1 2');
    expect(ticksOf(3.2, 7.9)).toBe('4 5 6 7');
    expect(ticksOf(0.2, 0.7)).toBe('');
    expect(ticksOf(20, 50)).toBe('20 25 30 35 40 45 50');
    expect(epochAxis(0, 30, [0, 100], 5).ticks).toEqual([0, 10, 20, 30]);
  });

  it('has a few ticks for any number of epochs', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 100_000 }), (last) => {
        const { ticks, place } = epochAxis(1, last, [0, 100]);
        expect(ticks.length).toBeLessThanOrEqual(14);
        expect([ticks[0], ticks.at(-1)]).toEqual([1, last]);
        expect(ticks.every((tick, index) => Number.isInteger(tick) && (index === 0 || tick > ticks[index - 1]))).toBe(
          true,
        );
        expect([place(1), place(last)]).toEqual([0, 100]);
      }),
    );
  });

  it('puts a single epoch in the middle', () => {
    expect(epochAxis(1, 1, [0, 100]).place(1)).toBe(50);
  });
});

describe('a logarithmic axis', () => {
  it('places equal factors equally far apart, all values within the range', () => {
    const { place } = logAxis([10, 1000], [0, 100]);
    expect(place(100) - place(10)).toBeCloseTo(place(1000) - place(100), 9);
    expect(place(10)).toBeGreaterThan(0);
    expect(place(1000)).toBeLessThan(100);
  });

  it('has round ticks where there is something', () => {
    expect(logAxis([9, 320], [0, 1]).ticks).toEqual([10, 20, 50, 100, 200]);
    expect(logAxis([0.012, 0.05], [0, 1]).ticks).toEqual([0.02, 0.05]);
    expect(logAxis([0.25, 0.38], [0, 1]).ticks).toEqual([0.25, 0.3, 0.35]);
  });

  it('shows one value alone in the middle', () => {
    const { place, ticks } = logAxis([7, 7], [0, 100]);
    expect(place(7)).toBeCloseTo(50, 9);
    expect(ticks).toEqual([5, 10, 20]);
  });
});
