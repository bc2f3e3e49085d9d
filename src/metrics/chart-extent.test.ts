import { describe, expect, it } from 'vitest';
import { quantityAxis } from './axis.ts';
import { type Curve, chartExtent, type Range } from './chart-extent.ts';
import type { Quantity } from './metric-table.ts';

function domainOf(quantity: Quantity, curves: readonly Curve[], batches: readonly Curve[] = []): Range {
  return quantityAxis(quantity, chartExtent(curves, batches), [0, 1]).domain;
}

describe('the extent of a chart', () => {
  it('goes over all curves while there are only batches', () => {
    expect(domainOf('loss', [], [curve(3, 2, 1)])).toEqual([0, 3]);
    expect(domainOf('accuracy', [], [curve(0.06, 0.3)])).toEqual([0, 1]);
  });

  it('is not stretched by single batches once there are epochs', () => {
    const batches = curve(9, ...Array<number>(98).fill(0.5), 0.01);
    expect(domainOf('loss', [curve(0.58, 0.4)], [batches])[1]).toBeCloseTo(0.6, 6);
    const accuracies = curve(0.06, ...Array<number>(98).fill(0.85), 1);
    expect(domainOf('accuracy', [curve(0.83, 0.9)], [accuracies])).toEqual([0.8, 1]);
  });

  it('is not stretched by the first epoch once others follow', () => {
    const batches = { x: [0.25, 0.5, 0.75, 1, 1.25, 1.5], y: [9, 8, 7, 6, 0.7, 0.6] };
    expect(domainOf('loss', [curve(0.6, 0.4)], [batches])[1]).toBeCloseTo(0.7, 6);
    expect(domainOf('loss', [curve(0.6)], [batches])[1]).toBeCloseTo(10, 6);
  });

  it('knows the first epoch in any unit', () => {
    const batches = { x: [30, 60, 90], y: [9, 8, 0.7] };
    const epochs = { x: [60, 120], y: [0.6, 0.4] };
    expect(chartExtent([epochs], [batches], 60)).toEqual([0.4, 0.7]);
  });

  it('has every epoch in it', () => {
    expect(domainOf('loss', [curve(5, 0.4)], [curve(0.5)])[1]).toBeGreaterThanOrEqual(5);
    expect(domainOf('accuracy', [curve(0.12)])[0]).toBeLessThanOrEqual(0.12);
  });

  it('looks at a sample of very many batches alone', () => {
    let reads = 0;
    const y = new Proxy(new Array<number>(20_000).fill(0.5), {
      get: (values, name, itself) => {
        reads++;
        return Reflect.get(values, name, itself);
      },
    });
    const batches = { x: y.map((_, index) => index / 667), y };
    reads = 0;
    expect(chartExtent([curve(0.6, 0.4)], [batches])).toEqual([0.4, 0.6]);
    // The values of the sample, and the length each time.
    expect(reads).toBeLessThan(2500);
  });

  it('is never empty', () => {
    const domains = [
      domainOf('loss', []),
      domainOf('accuracy', []),
      domainOf('loss', [curve(0)]),
      domainOf('accuracy', [curve(1)]),
      domainOf('loss', [{ x: [1], y: [null] }]),
    ];
    for (const [low, high] of domains) expect(high).toBeGreaterThan(low);
  });
});

function curve(...y: readonly number[]): Curve {
  return { x: y.map((_, index) => index + 1), y };
}
