// The x axis of the charts of a view: the epochs that are done, or the time of training since the start.
import { type Axis, epochAxis } from '../../../../src/metrics/axis.ts';
import type { Range } from '../../../../src/metrics/chart-extent.ts';
import type { Language } from '../../../../src/metrics/languages.ts';
import { printDuration } from '../../../../src/metrics/print-duration.ts';
import type { XUnit } from './chart-choices.ts';
import { chartTexts } from './chart-texts.ts';
import type { Curve } from './curve.ts';
import { timeAxis } from './time-axis.ts';

export interface XAxis {
  readonly range: Range;
  readonly title: string;
  /** How far from its points a curve still says something. */
  readonly reach: number;
  /** Where the first epoch ends. */
  readonly firstEpoch: number;
  /** @param most ticks that there is room for */
  readonly axis: (most: number) => Axis;
  readonly printPlace: (place: number) => string;
}

/** From the start to the last point, at least one of the unit. */
export function wholeRange(curves: readonly Curve[], atLeast = 0): Range {
  const last = curves.map(({ x }) => x.at(-1) ?? 0);
  return [0, Math.max(1, atLeast, ...last)];
}

/** @param secondsPerEpoch in the mean */
export function xAxis(unit: XUnit, range: Range, language: Language, secondsPerEpoch: number | null): XAxis {
  const texts = chartTexts[language];
  if (unit === 'epochs') {
    return {
      range,
      title: texts.epochs,
      reach: 1,
      firstEpoch: 1,
      axis: (most) => epochAxis(...range, [0, 1], most),
      printPlace: (place) => texts.epoch(place.toFixed(2)),
    };
  }
  const { axis, isInHours } = timeAxis(range);
  return {
    range,
    title: isInHours ? texts.hours : texts.minutes,
    reach: secondsPerEpoch ?? 1,
    firstEpoch: secondsPerEpoch ?? 0,
    axis,
    printPlace: (place) => texts.after(printDuration(place, language)),
  };
}
