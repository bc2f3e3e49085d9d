import { describe, expect, it } from 'vitest';
import { clockOf, timed } from './elapsed-time.ts';

const epochs = [60, 100].map((seconds, index) => ({ epoch: index + 1, seconds }));

describe('clockOf', () => {
  it('knows when epochs ended, when their batches were, and supposes it of the one under way', () => {
    const { at, secondsPerEpoch } = clockOf(epochs);
    expect([0, 0.5, 1, 1.25, 2, 2.5, 3].map(at)).toEqual([0, 30, 60, 85, 160, 210, 260]);
    expect(secondsPerEpoch).toBe(80);
    expect(at(3.1)).toBeNull();
  });

  it('does not know what lies behind an epoch of unknown length', () => {
    const { at } = clockOf([epochs[0], { epoch: 2, seconds: null }, { epoch: 3, seconds: 50 }]);
    expect([1, 1.1, 3].map(at)).toEqual([60, null, null]);
    expect(clockOf([{ epoch: 2, seconds: 5 }]).at(1)).toBeNull();
    expect(clockOf([]).at(0)).toBeNull();
  });

  it('puts curves over the time', () => {
    const curve = { x: [0.5, 1, 2, 9], y: [4, null, 2, 1] };
    expect(timed(curve, clockOf(epochs))).toEqual({ x: [30, 60, 160], y: [4, null, 2] });
  });
});
