// Scales and their ticks: round numbers that enclose the data, whole epochs, powers of ten and their parts. The plots of
// reports and the charts of the page go by them alike.
import { scaleLinear, scaleLog } from 'd3-scale';
import type { Range } from './chart-extent.ts';
import { type Quantity, quantityRow } from './metric-table.ts';

export interface Axis {
  /** From where to where it goes. */
  readonly domain: Range;
  /** From a value to a coordinate. */
  readonly place: (value: number) => number;
  /** In ascending order; they cover all values, except on a logarithmic axis. */
  readonly ticks: readonly number[];
  readonly printTick: (tick: number) => string;
}

/** Where nothing is known of the values. */
const anyExtent: Range = [0, 1];

/**
 * Begins and ends as the quantity's row says; the ticks of fractions are printed in per cent, which the axis' name says.
 * @param extent of the values; undefined if there are none
 */
export function quantityAxis(quantity: Quantity, extent: Range | undefined, range: Range): Axis {
  const { axisStart, axisEnd, isFraction } = quantityRow[quantity];
  const unit = isFraction ? 0.01 : 1;
  const [low, high] = extent ?? anyExtent;
  const axis = valueAxis([axisStart(low) / unit, (axisEnd ?? high) / unit], range);
  const [from, to] = axis.domain;
  return {
    domain: [from * unit, to * unit],
    place: (value) => axis.place(value / unit),
    ticks: axis.ticks.map((tick) => tick * unit),
    printTick: (tick) => axis.printTick(tick / unit),
  };
}

/**
 * @param extent of the values; undefined if there are none
 * @param range coordinates of the smallest and the largest tick
 */
export function valueAxis(extent: Range | undefined, range: Range): Axis {
  const [low, high] = extent ?? anyExtent;
  const scale = scaleLinear()
    .domain(canBeSplit(low, high) ? [low, high] : [low, low + Math.max(1, Math.abs(low))])
    .range(range)
    .nice(5);
  const print = scale.tickFormat(5, Math.abs(scale.domain()[1]) >= 1e5 ? '~e' : undefined);
  const [from, to] = scale.domain();
  return { domain: [from, to], place: (value) => scale(value), ticks: scale.ticks(5), printTick: print };
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
export function logAxis([low, high]: Range, range: Range): Axis {
  // Values that are all alike stand in the middle of a decade.
  const margin = high > low ? (high / low) ** logMargin : Math.sqrt(10);
  const domain = [low / margin, high * margin] as const;
  const scale = scaleLog().domain(domain).range(range);
  const [first, last] = domain.map((value) => Math.floor(Math.log10(value)));
  const powers = Array.from({ length: last - first + 1 }, (_, index) => 10 ** (first + index));
  const round = powers
    .flatMap((power) => [1, 2, 5].map((part) => Number((part * power).toPrecision(1))))
    .filter((tick) => tick >= domain[0] && tick <= domain[1]);
  // Values that are nearly alike have hardly one of these between them.
  const ticks = round.length > 1 ? round : scaleLinear().domain(domain).ticks(4);
  return { domain, place: (value) => scale(value), ticks, printTick: String };
}

/** More of them are hard to tell apart in a plot. */
const mostTicks = 12;

/**
 * @param first the axis begins here: 1, or 0 where batches are shown too
 * @param last where it ends, which may be within an epoch
 */
export function epochAxis(first: number, last: number, range: Range, most = mostTicks): Axis {
  // One point alone stands in the middle.
  const domain: Range = first === last ? [first - 1, last + 1] : [first, last];
  const scale = scaleLinear().domain(domain).range(range);
  return { domain, place: (value) => scale(value), ticks: epochTicks(first, last, most), printTick: String };
}

/** Whole epochs: the first, the last, and round ones between that keep their distance. */
function epochTicks(begin: number, end: number, most: number): readonly number[] {
  const [first, last] = [Math.ceil(begin), Math.floor(end)];
  let step = 1;
  while ((last - first) / step > most) step *= /^10*$/.test(String(step)) ? 5 : 2;
  const before = Math.floor(first / step) * step;
  const between = Array.from(
    { length: Math.max(0, Math.ceil((last - before) / step)) },
    (_, index) => before + index * step,
  );
  const apart = between.filter((tick) => tick - first >= step * 0.6 && last - tick >= step * 0.6);
  return [...new Set([first, ...apart, last])].filter((tick) => tick >= begin && tick <= end);
}
