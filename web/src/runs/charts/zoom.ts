// The stretch of the x axis that is looked at. Its ends are whole epochs or whole seconds, so that there is always one to
// be named; undefined stands for all of it.
import type { Range } from '../../../../src/metrics/chart-extent.ts';

export type Stretch = Range | undefined;

/** What was dragged over, with what lies at its ends. */
export function dragged([from, to]: Range, whole: Range): Stretch {
  return inside([Math.floor(Math.min(from, to)), Math.ceil(Math.max(from, to))], whole);
}

/** Half as long, about the same middle. */
export function zoomedIn(stretch: Stretch, whole: Range): Stretch {
  return about(stretch ?? whole, 0.5, whole);
}

export function zoomedOut(stretch: Stretch, whole: Range): Stretch {
  return stretch === undefined ? undefined : about(stretch, 2, whole);
}

/** By half of its length. @param direction -1 towards the start, 1 towards the end */
export function moved(stretch: Stretch, whole: Range, direction: -1 | 1): Stretch {
  if (stretch === undefined) return undefined;
  const [from, to] = stretch;
  const step = Math.max(1, Math.round((to - from) / 2));
  const most = Math.ceil(whole[1]) - to;
  const shift = direction < 0 ? Math.max(-step, whole[0] - from) : Math.min(step, Math.max(0, most));
  return inside([from + shift, to + shift], whole);
}

function about([from, to]: Range, factor: number, whole: Range): Stretch {
  const length = Math.max(1, Math.round((to - from) * factor));
  const start = Math.max(whole[0], Math.round((from + to - length) / 2));
  const end = Math.min(Math.ceil(whole[1]), start + length);
  return inside([Math.max(whole[0], end - length), end], whole);
}

function inside([from, to]: Range, whole: Range): Stretch {
  const [first, last] = [Math.max(whole[0], from), Math.min(Math.ceil(whole[1]), to)];
  if (first <= whole[0] && last >= whole[1]) return undefined;
  return last > first ? [first, last] : undefined;
}
