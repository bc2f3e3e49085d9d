import { describe, expect, it } from 'vitest';
import { epochRange } from './x-axis.ts';

describe('epochRange', () => {
  it('goes to the last point, or as far as was asked for, and is never without a whole epoch', () => {
    expect(epochRange([{ x: [0.5, 2.5], y: [1, 1] }])).toEqual([0, 2.5]);
    expect(epochRange([{ x: [0.5, 2.5], y: [1, 1] }], 30)).toEqual([0, 30]);
    expect(epochRange([{ x: [0.1], y: [1] }])).toEqual([0, 1]);
    expect(epochRange([])).toEqual([0, 1]);
  });
});
