// What surrounds every chart: its heading, its axes and their titles.

import type { Axis } from '../../metrics/axis.ts';
import { element, type SvgElement } from '../svg.ts';
import { background, stroked, text } from './palette.ts';

export const margin = 16;
export const tickSize = 12;
export const labelSize = 13;

interface Heading {
  readonly title: string;
  /** One line at the right of the title. */
  readonly remark: string | undefined;
  readonly width: number;
  readonly height: number;
}

export interface Frame {
  readonly x: Axis;
  readonly y: Axis;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

interface AxisTitles {
  readonly xTitle: string;
  readonly yTitle: string;
  readonly height: number;
  /** How the places along x are shown: by short marks below the axis, or by lines across the chart. */
  readonly xTicks: 'marks' | 'grid';
}

export function drawHeading({ title, remark, width, height }: Heading): readonly SvgElement[] {
  return [
    background(width, height),
    text(title, { x: margin, y: 30, size: 17, weight: 'bold' }),
    ...(remark === undefined
      ? []
      : [text(remark, { x: width - margin, y: 30, size: tickSize, colour: 'muted', anchor: 'end' })]),
  ];
}

export function drawAxes({ xTitle, yTitle, height, xTicks }: AxisTitles, frame: Frame): readonly SvgElement[] {
  const { x, y, left, right, top, bottom } = frame;
  const middle = (top + bottom) / 2;
  const [tickStart, tickEnd, tickColour] =
    xTicks === 'marks' ? ([bottom, bottom + 4, 'muted'] as const) : ([top, bottom, 'grid'] as const);
  return [
    ...y.ticks.flatMap((tick) => [
      element('line', { x1: left, x2: right, y1: y.place(tick), y2: y.place(tick), ...stroked('grid') }),
      text(y.printTick(tick), { x: left - 8, y: y.place(tick) + 4, size: tickSize, colour: 'muted', anchor: 'end' }),
    ]),
    ...x.ticks.flatMap((tick) => [
      element('line', { x1: x.place(tick), x2: x.place(tick), y1: tickStart, y2: tickEnd, ...stroked(tickColour) }),
      text(x.printTick(tick), {
        x: x.place(tick),
        y: bottom + 18,
        size: tickSize,
        colour: 'muted',
        anchor: 'middle',
      }),
    ]),
    element('line', { x1: left, x2: right, y1: bottom, y2: bottom, ...stroked('muted') }),
    text(xTitle, { x: (left + right) / 2, y: height - 13, size: labelSize, anchor: 'middle' }),
    text(yTitle, { x: margin + 12, y: middle, size: labelSize, anchor: 'middle', turned: -90 }),
  ];
}
