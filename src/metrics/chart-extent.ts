// From where to where the values of a chart go. The first batches of a training are far from everything that comes after;
// once epochs follow, they do not decide, nor do single batches.

/** Places in order of x; null leaves a gap. */
export interface Curve {
  readonly x: readonly number[];
  readonly y: readonly (number | null)[];
}

export type Range = readonly [number, number];

/** Whether a chart can show it: an axis ends at a round number above its values, which for larger ones may be infinite. */
export function canBeDrawn(value: number | null): value is number {
  return value !== null && Math.abs(value) < 1e300;
}

/**
 * @param batches curves of single batches; where there are epochs, up to 2 in 100 of their values may lie off either end
 * @param firstEpoch where the first epoch ends on the x axis
 */
export function chartExtent(
  curves: readonly Curve[],
  batches: readonly Curve[] = [],
  firstEpoch = 1,
): Range | undefined {
  const sure = bounds(curves.map(({ y }) => y));
  if (sure === undefined) return bounds(batches.map(({ y }) => y));
  const isPast = curves.some(({ x, y }) => y.some((value, index) => canBeDrawn(value) && x[index] > firstEpoch));
  const first = isPast ? firstEpoch : 0;
  const usual = bounds(batches.map((curve) => withoutOutliers(curve, first)));
  return usual === undefined ? sure : [Math.min(sure[0], usual[0]), Math.max(sure[1], usual[1])];
}

/** A thousand values show well enough where the outer 2 in 100 lie, and can be sorted at each update of a long run. */
const sampleSize = 1000;

/** A sample of the values behind a place on the x axis. */
function withoutOutliers({ x, y }: Curve, from: number): readonly number[] {
  const begin = x.findIndex((place) => place > from);
  if (begin === -1) return [];
  const stride = Math.ceil((y.length - begin) / sampleSize);
  const sample: number[] = [];
  for (let index = begin; index < y.length; index += stride) {
    const value = y[index];
    if (canBeDrawn(value)) sample.push(value);
  }
  sample.sort((left, right) => left - right);
  const cut = Math.floor(sample.length * 0.02);
  return sample.slice(cut, sample.length - cut);
}

function bounds(lists: readonly (readonly (number | null)[])[]): Range | undefined {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const values of lists) {
    for (const value of values) {
      if (!canBeDrawn(value)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  return low <= high ? [low, high] : undefined;
}
