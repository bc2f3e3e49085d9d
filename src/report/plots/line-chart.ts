// A chart of curves by epoch: title, legend above the data, grid, curves with gaps where a value is missing, and the
// last value of each curve written at its end.
import { line } from 'd3-shape';
import { type Axis, epochAxis } from '../../metrics/axis.ts';
import type { Range } from '../../metrics/chart-extent.ts';
import type { Picture, SvgElement } from '../svg.ts';
import { Typeface } from '../typeface.ts';
import { drawAxes, drawHeading, type Frame, labelSize, margin, tickSize } from './frame.ts';
import { text } from './palette.ts';
import { drawLegend, drawMark, drawSample, type SeriesStyle } from './series-style.ts';
import { spreadLabels } from './spread-labels.ts';
import { clipped, type FinitePoint, isFinitePoint, valueExtent } from './value-extent.ts';

export interface Point {
  readonly x: number;
  /** Null leaves a gap. */
  readonly y: number | null;
}

export interface Series {
  readonly name: string;
  readonly style: SeriesStyle;
  readonly points: readonly Point[];
}

export interface LineChart {
  readonly title: string;
  /** One line at the right of the title. */
  readonly remark: string | undefined;
  readonly xTitle: string;
  readonly yTitle: string;
  /** In the order of the legend; drawn the other way round, the first on top. */
  readonly series: readonly Series[];
  /** @param extent of the curves; undefined if they have no value */
  readonly yAxis: (extent: Range | undefined, range: Range) => Axis;
  readonly printValue: (value: number) => string;
  readonly emptyText: string;
  readonly width: number;
  readonly height: number;
}

export function drawLineChart(chart: LineChart): Picture {
  const { width, height, series, title } = chart;
  const face = new Typeface();
  const values = valueExtent(series);
  const legend = drawLegend(series, { x: margin, y: 54, right: width - margin }, face);
  const top = legend.bottom + 18;
  const bottom = height - 52;

  const y = chart.yAxis(values, [bottom, top]);
  const tickWidth = Math.max(...y.ticks.map((tick) => face.widthOf(y.printTick(tick), { size: tickSize })));
  const left = margin + 22 + tickWidth + 8;
  const labelled = series.flatMap((one) => {
    const last = one.points.findLast(isFinitePoint);
    return last === undefined || one.style.kind === 'batches'
      ? []
      : [{ ...one, last, label: chart.printValue(last.y) }];
  });
  const labelWidth = Math.max(
    0,
    ...labelled.map(({ label }) => face.widthOf(label, { size: labelSize, weight: 'bold' })),
  );
  const right = width - margin - Math.max(labelWidth + 12, 8);
  const epochs = series.flatMap(({ points }) => points.map((point) => point.x));
  const firstEpoch = series.some(({ style }) => style.kind === 'batches') ? 0 : Math.min(1, ...epochs);
  const lastEpoch = Math.max(1, ...epochs);
  const x = epochAxis(firstEpoch, lastEpoch, [left + 8, right]);

  const content = [
    ...drawHeading(chart),
    ...legend.content,
    ...drawAxes({ ...chart, xTicks: 'marks' }, { x, y, left, right, top, bottom }),
    ...series.toReversed().flatMap((one) => drawCurve(one, x, y)),
    ...drawEndLabels(labelled, lastEpoch, { x, y, top, bottom }),
  ];
  if (values === undefined) {
    const middle = { x: (left + right) / 2, y: (top + bottom) / 2 };
    content.push(text(chart.emptyText, { ...middle, size: 14, colour: 'muted', anchor: 'middle' }));
  }
  return { width, height, title, content };
}

function drawCurve({ points, style }: Series, x: Axis, y: Axis): readonly SvgElement[] {
  const inside = style.kind === 'batches' ? clipped(points, y.domain) : points;
  const path = line<Point>()
    .defined(isFinitePoint)
    .x((point) => x.place(point.x))
    .y((point) => y.place(point.y ?? 0))
    .digits(2);
  const data = path(inside) ?? '';
  const finite = points.filter(isFinitePoint);
  const marks = style.kind === 'run' && finite.length <= 60 ? finite : [];
  const size = finite.length <= 3 ? 4.5 : 2.8;
  return [
    ...(data === '' ? [] : [drawSample(style, data)]),
    ...marks.map((point) => drawMark(style.colour, x.place(point.x), y.place(point.y), size)),
  ];
}

/** Beside the end of a curve where nothing follows; at the right edge where another curve goes on and would be covered. */
function drawEndLabels(
  labelled: readonly (Series & { readonly last: FinitePoint; readonly label: string })[],
  lastEpoch: number,
  { x, y, top, bottom }: Pick<Frame, 'x' | 'y' | 'top' | 'bottom'>,
): readonly SvgElement[] {
  const placed = labelled.map((one) => ({ ...one, epoch: one.last.x === lastFiniteEpoch() ? one.last.x : lastEpoch }));
  const columns = [...new Set(placed.map(({ epoch }) => epoch))];
  return columns.flatMap((epoch) => {
    const column = placed.filter((one) => one.epoch === epoch);
    const heights = spreadLabels(
      column.map(({ last }) => y.place(last.y)),
      labelSize + 2,
      [top, bottom],
    );
    return column.map(({ label, style }, index) => {
      const place = { x: x.place(epoch) + 9, y: heights[index] + 4.5, size: labelSize };
      return text(label, { ...place, colour: style.colour, weight: style.kind === 'run' ? 'bold' : 'normal' });
    });
  });

  function lastFiniteEpoch(): number {
    return Math.max(...labelled.map(({ last }) => last.x));
  }
}
