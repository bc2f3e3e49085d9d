// Scales and their ticks: round numbers that enclose the data, whole epochs, powers of ten and their parts.
import { scaleLinear, scaleLog } from 'd3-scale';

export interface Axis {
  /** From a value to a coordinate. */
  readonly place: (value: number) => number;
  /** In ascending order; they cover all values, except on a logarithmic axis. */
  readonly ticks: readonly number[];
  readonly printTick: (tick: number) => string;
}

/** Where nothing is known of the values. */
const anyExtent: readonly [number, number] = [0, 1];

/**
 * @param extent of the values; undefined if there are none
 * @param range coordinates of the smallest and the largest tick
 */
export function valueAxis(extent: readonly [number, number] | undefined, range: readonly [number, number]): Axis {
  const [low, high] = extent ?? anyExtent;
  const scale = scaleLinear()
    .domain(canBeSplit(low, high) ? [low, high] : [low, low + Math.max(1, Math.abs(low))])
    .range(range)
    .nice(5);
  const print = scale.tickFormat(5, Math.abs(scale.domain()[1]) >= 1e5 ? '~e' : undefined);
  return { place: (value) => scale(value), ticks: scale.ticks(5), printTick: print };
}

/** Whether float64 has room for ticks between the two. */
function canBeSplit(low: number, high: number): boolean {
  return high - low > 1e-12 * Math.max(Math.abs(low), Math.abs(high)) + 1e-290;
}

/** What is kept free at each end of a logarithmic axis, as a share of what lies between the values. */
const logMargin = 0.08;

/**
 * Equal factors are equally far apart. Ticks are 1, 2 and 5 times powers of ten.
 * @param extent of the values, which are above 0
 */
export function logAxis([low, high]: readonly [number, number], range: readonly [number, number]): Axis {
  // Values that are all alike stand in the middle of a decade.
  const margin = high > low ? (high / low) ** logMargin : Math.sqrt(10);
  const domain = [low / margin, high * margin] as const;
  const scale = scaleLog().domain(domain).range(range);
  const [first, last] = domain.map((value) => Math.floor(Math.log10(value)));
  const powers = Array.from({ length: last - first + 1 }, (_, index) => 10 ** (first + index));
  const ticks = powers.flatMap((power) => [1, 2, 5].map((part) => Number((part * power).toPrecision(1))));
  return {
    place: (value) => scale(value),
    ticks: ticks.filter((tick) => tick >= domain[0] && tick <= domain[1]),
    printTick: String,
  };
}

/** @param first the axis begins here: 1, or 0 where batches are shown too */
export function epochAxis(first: number, last: number, range: readonly [number, number]): Axis {
  // One point alone stands in the middle.
  const domain = first === last ? [first - 1, last + 1] : [first, last];
  const scale = scaleLinear().domain(domain).range(range);
  return { place: (value) => scale(value), ticks: epochTicks(first, last), printTick: String };
}

const mostTicks = 12;

/** The first and the last epoch, and round ones between that keep their distance; parts of an epoch if there is one. */
function epochTicks(first: number, last: number): readonly number[] {
  if (first === 0 && last === 1) return [0, 0.2, 0.4, 0.6, 0.8, 1];
  let step = 1;
  while (last / step > mostTicks) step *= /^10*$/.test(String(step)) ? 5 : 2;
  const between = Array.from({ length: Math.floor(last / step) }, (_, index) => (index + 1) * step);
  const apart = between.filter((tick) => tick - first >= step * 0.6 && last - tick >= step * 0.6);
  return [...new Set([first, ...apart, last])];
}
