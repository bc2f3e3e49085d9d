import { describe, expect, it } from 'vitest';
import { withSmooth } from './smooth-curves.ts';

const raw = { name: 'test', kind: 'epochs', colour: '--test', curve: { x: [1, 2], y: [1, 0] } } as const;

describe('withSmooth', () => {
  it('lays a smooth curve over a pale one', () => {
    expect(withSmooth([raw], 0.5)).toEqual([
      { ...raw, kind: 'raw' },
      { ...raw, curve: { x: [1, 2], y: [1, 0.5] } },
    ]);
  });

  it('smooths batches alone where there are some', () => {
    const batches = { ...raw, kind: 'batches' } as const;
    expect(withSmooth([batches, raw], 0.5)).toEqual([
      batches,
      { ...batches, kind: 'line', curve: { x: [1, 2], y: [1, 0.5] } },
      raw,
    ]);
  });

  it('makes nothing twice, and nothing where it is off', () => {
    expect(withSmooth([raw], 0.9)[1].curve).toBe(withSmooth([raw], 0.9)[1].curve);
    expect(withSmooth([raw], 0.8)[1].curve).not.toBe(withSmooth([raw], 0.9)[1].curve);
    const curves = [raw];
    expect(withSmooth(curves, 0)).toBe(curves);
  });
});
