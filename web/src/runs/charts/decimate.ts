// A curve with as few points as look the same: of those in one column of pixels the first, the lowest, the highest and
// the last. Extremes stay where they are, so a spike is never lost, and a gap stays a gap.
import type { Range } from '../../../../src/metrics/chart-extent.ts';
import { type Curve, within } from './curve.ts';

/** A chart's curves decimated, each only once while it, the range and the chart's width stay: one that changes leaves the others. */
export class Decimator {
  #made = new WeakMap<Curve, { readonly key: string; readonly curve: Curve }>();

  /** @param curve of which the part in the range is drawn, and one point on either side */
  decimated(curve: Curve, range: Range, columns: number): Curve {
    const key = [...range, columns].join();
    const known = this.#made.get(curve);
    if (known?.key === key) return known.curve;
    const made = decimate(within(curve, range, 1), range, columns);
    this.#made.set(curve, { key, curve: made });
    return made;
  }
}

/**
 * @param range of x that the columns share
 * @param columns as many as the chart has pixels
 */
export function decimate(curve: Curve, range: Range, columns: number): Curve {
  const { x, y } = curve;
  const [from, to] = range;
  if (x.length <= 4 * columns || columns < 1 || !(to > from)) return curve;
  const kept: number[] = [];
  let start = 0;
  while (start < x.length) {
    const column = columnOf(x[start]);
    let end = start + 1;
    while (end < x.length && columnOf(x[end]) === column) end++;
    keepOutline(start, end);
    start = end;
  }
  return { x: kept.map((index) => x[index]), y: kept.map((index) => y[index]) };

  function columnOf(place: number): number {
    return Math.floor(((place - from) / (to - from)) * columns);
  }

  function keepOutline(start: number, end: number): void {
    let lowest = -1;
    let highest = -1;
    let gap = -1;
    for (let index = start; index < end; index++) {
      const value = y[index];
      if (value === null) gap = index;
      else {
        if (lowest < 0 || value < (y[lowest] as number)) lowest = index;
        if (highest < 0 || value > (y[highest] as number)) highest = index;
      }
    }
    const outline = new Set([start, lowest, highest, gap, end - 1].filter((index) => index >= 0));
    kept.push(...[...outline].sort((left, right) => left - right));
  }
}
