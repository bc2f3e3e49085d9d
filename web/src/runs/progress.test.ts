import { describe, expect, it } from 'vitest';
import type { RunProgress } from '../../../src/studio/protocol.ts';
import { currentEpoch, shareDone } from './progress.ts';

describe('shareDone', () => {
  it('counts the steps of the epoch under way', () => {
    expect(shareDone(progress({ epochsDone: 3, epochs: 10, step: 50, stepsPerEpoch: 100 }))).toBeCloseTo(0.35);
  });

  it('is never more than all', () => {
    expect(shareDone(progress({ epochsDone: 12, epochs: 10, step: 900, stepsPerEpoch: 100 }))).toBe(1);
  });

  it('does without what is not known', () => {
    expect(shareDone(progress({ epochs: null }))).toBeNull();
    expect(shareDone(progress({ epochs: 0 }))).toBeNull();
    expect(shareDone(progress({ epochsDone: 1, epochs: 2, step: 50, stepsPerEpoch: null }))).toBe(0.5);
  });
});

describe('currentEpoch', () => {
  it('is the one under way, else the last', () => {
    expect(currentEpoch(progress({ epochsDone: 3, step: 1 }))).toBe(4);
    expect(currentEpoch(progress({ epochsDone: 3, step: 0 }))).toBe(3);
    expect(currentEpoch(progress({ epochsDone: 10, step: 4, epochs: 10 }))).toBe(10);
  });
});

function progress(parts: Partial<RunProgress>): RunProgress {
  return {
    epochsDone: 0,
    epochs: 10,
    step: 0,
    stepsPerEpoch: 100,
    imagesPerSecond: null,
    secondsLeft: null,
    ...parts,
  };
}
