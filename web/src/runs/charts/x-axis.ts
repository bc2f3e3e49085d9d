// The x axis of the charts of a view: the epochs that are done.
import { type Axis, epochAxis } from '../../../../src/metrics/axis.ts';
import type { Range } from '../../../../src/metrics/chart-extent.ts';
import type { Language } from '../../../../src/metrics/languages.ts';
import { chartTexts } from './chart-texts.ts';
import type { Curve } from './curve.ts';

export interface XAxis {
  readonly range: Range;
  readonly title: string;
  /** How far from its points a curve still says something. */
  readonly reach: number;
  /** @param most ticks that there is room for */
  readonly axis: (most: number) => Axis;
  readonly printPlace: (place: number) => string;
}

/** From the start to the last point, at least an epoch. */
export function epochRange(curves: readonly Curve[], atLeast = 0): Range {
  const last = curves.map(({ x }) => x.at(-1) ?? 0);
  return [0, Math.max(1, atLeast, ...last)];
}

export function epochsAxis(range: Range, language: Language): XAxis {
  const texts = chartTexts[language];
  return {
    range,
    title: texts.epochs,
    reach: 1,
    axis: (most) => epochAxis(...range, [0, 1], most),
    printPlace: (place) => texts.epoch(place.toFixed(2)),
  };
}
