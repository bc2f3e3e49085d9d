// A chart of points with their names: one measure over another that goes over decades.

import { logAxis, valueAxis } from '../../metrics/axis.ts';
import type { Picture, SvgElement } from '../svg.ts';
import { Typeface } from '../typeface.ts';
import { drawAxes, drawHeading, labelSize, margin, tickSize } from './frame.ts';
import { text } from './palette.ts';
import { placeLabels } from './place-labels.ts';
import { drawMark } from './series-style.ts';

export interface NamedPoint {
  readonly name: string;
  /** Above 0. */
  readonly x: number;
  readonly y: number;
  /** A group of points that the chart is about, in the other colour. */
  readonly isMarked: boolean;
}

export interface PointChart {
  readonly title: string;
  /** One line at the right of the title. */
  readonly remark: string | undefined;
  readonly xTitle: string;
  readonly yTitle: string;
  /** One or more. */
  readonly points: readonly NamedPoint[];
  readonly width?: number;
  readonly height?: number;
}

const markSize = 4.5;

export function drawPointChart(chart: PointChart): Picture {
  const { title, remark, xTitle, yTitle, points, width = 720, height = 420 } = chart;
  const face = new Typeface();
  const [top, bottom] = [54, height - 52];
  const y = valueAxis(extentOf(points.map((point) => point.y)), [bottom, top]);
  const tickWidth = Math.max(...y.ticks.map((tick) => face.widthOf(y.printTick(tick), { size: tickSize })));
  const left = margin + 22 + tickWidth + 8;
  const right = width - margin;
  const x = logAxis(extentOf(points.map((point) => point.x)), [left, right]);

  const placed = points.map((point) => ({
    ...point,
    x: x.place(point.x),
    y: y.place(point.y),
    width: face.widthOf(point.name, { size: labelSize, weight: 'bold' }),
  }));
  const frame = { left, right, top: top - 4, bottom };
  const boxes = placeLabels(placed, { frame, height: labelSize + 2, radius: markSize });
  const content: SvgElement[] = [
    ...drawHeading({ title, remark, width, height }),
    ...drawAxes({ xTitle, yTitle, height, xTicks: 'grid' }, { x, y, left, right, top, bottom }),
    ...placed.map((point) => drawMark(colourOf(point), point.x, point.y, markSize)),
    ...placed.map((point, index) =>
      text(point.name, {
        x: boxes[index].left,
        y: boxes[index].bottom - 4,
        size: labelSize,
        colour: colourOf(point),
        weight: 'bold',
      }),
    ),
  ];
  return { width, height, title, content };
}

function colourOf({ isMarked }: Pick<NamedPoint, 'isMarked'>): 'train' | 'test' {
  return isMarked ? 'test' : 'train';
}

function extentOf(values: readonly number[]): readonly [number, number] {
  return [Math.min(...values), Math.max(...values)];
}
