// The confusion matrix as a heat map: a row for each true class, shaded by its share of the row, with counts.

import { OptionError } from '../../errors/option-error.ts';
import { requireChoice, requireType } from '../../errors/require-option.ts';
import type { ClassificationReport } from '../../evaluation/classification-report.ts';
import { mostConfused } from '../../evaluation/most-confused.ts';
import { type Language, languages } from '../../metrics/languages.ts';
import { printCount } from '../../metrics/print-count.ts';
import { element, type Picture, printSvg, type SvgElement } from '../svg.ts';
import { Typeface } from '../typeface.ts';
import { background, colours, filled, text } from './palette.ts';
import { type PlotTexts, plotTexts } from './plot-texts.ts';

/** What `confusionPlot` takes. */
export interface ConfusionOptions {
  /** Default `'en'`. */
  readonly language?: Language;
}

/** What the confusion plot of an evaluation shows. */
export type ConfusionData = Pick<ClassificationReport, 'confusionMatrix' | 'classNames' | 'dataset'>;

const margin = 16;
const nameSize = 12;
const longestName = 130;
const titleHeight = 50;
/** Side of the whole matrix, unless its cells would become too large or too small. */
const wantedSide = 540;

/** As an SVG file. */
export function confusionPlot(report: ConfusionData, options: ConfusionOptions = {}): string {
  return printSvg(drawConfusion(report, options));
}

export function drawConfusion(report: ConfusionData, { language = 'en' }: ConfusionOptions = {}): Picture {
  requireType('report', report, Object);
  const { classNames, dataset } = report;
  requireType('report.confusionMatrix', report.confusionMatrix, Array);
  requireType('report.classNames', classNames, Array);
  requireType('report.dataset', dataset, Object);
  const { length } = report.confusionMatrix;
  if (length !== classNames.length || length === 0) {
    throw new OptionError(
      `report.confusionMatrix has ${length} rows, expected one for each of ${classNames.length} classNames`,
    );
  }
  requireChoice('language', language, languages);
  const texts = plotTexts[language];
  const face = new Typeface();
  const { labels, counts: matrix, supports } = mostConfused(report.confusionMatrix);
  const shown = labels.map((label) => classNames[label]);
  const names = shown.map((name) => shortenTo(name, longestName, face));
  const nameWidth = Math.max(...names.map((name) => face.widthOf(name, { size: nameSize })));
  const cell = Math.min(64, Math.max(14, wantedSide / matrix.length));
  const side = cell * matrix.length;
  const left = margin + 22 + nameWidth + 10;
  const top = titleHeight;
  // The names of the columns are turned, so that long ones fit; upright where the columns are narrow.
  const turn = cell < 24 ? 90 : 40;
  const slope = (turn / 180) * Math.PI;
  const columnNames = 18 + nameWidth * Math.sin(slope);
  const width = left + side + 96;
  const height = top + side + columnNames + 34;
  const middle = (start: number, index: number) => start + (index + 0.5) * cell;

  const content = [
    background(width, height),
    text(texts.confusion, { x: margin, y: 30, size: 17, weight: 'bold' }),
    text(`${shortenTo(dataset.name, 220, face)} · ${texts.images(dataset.images)}`, {
      ...{ x: width - margin, y: 30, colour: 'muted', anchor: 'end' },
    }),
    ...(shown.length === length
      ? []
      : [text(texts.mostConfused(shown.length, length), { x: margin, y: 46, size: 12, colour: 'muted' })]),
    ...matrix.flatMap((row, label) => drawRow(row, label, { left, top, cell, names: shown, supports })),
    ...names.flatMap((name, index) => [
      text(name, { x: left - 10, y: middle(top, index) + 4, size: nameSize, anchor: 'end' }),
      text(name, {
        ...{ x: middle(left, index) + 4, y: top + side + 16, size: nameSize, anchor: 'end', turned: -turn },
      }),
    ]),
    text(texts.predictedClass, { x: left + side / 2, y: height - 14, size: 13, anchor: 'middle' }),
    text(texts.trueClass, { x: margin + 12, y: top + side / 2, size: 13, anchor: 'middle', turned: -90 }),
    ...drawScale(texts, { x: left + side + 24, top, height: Math.min(side, 240) }),
  ];
  return { width, height, title: `${texts.confusion}: ${dataset.name}`, content };
}

interface Grid {
  readonly left: number;
  readonly top: number;
  readonly cell: number;
  readonly names: readonly string[];
  readonly supports: readonly number[];
}

function drawRow(
  row: readonly number[],
  label: number,
  { left, top, cell, names, supports }: Grid,
): readonly SvgElement[] {
  const support = supports[label];
  return row.map((count, predicted) => {
    const share = support === 0 ? 0 : count / support;
    const x = left + predicted * cell;
    const y = top + label * cell;
    const pair = `${names[label]} → ${names[predicted]}: ${count} (${(share * 100).toFixed(1)} %)`;
    return element('g', {}, element('title', {}, pair), shade(share, { x, y, side: cell }), ...numbers(x, y));

    function numbers(cellX: number, cellY: number): readonly SvgElement[] {
      if (cell < 30) return [];
      const centre = { x: cellX + cell / 2, anchor: 'middle' } as const;
      const middle = cellY + cell / 2;
      const colour = count === 0 ? 'muted' : inkOn(share);
      const printed = printCount(count);
      // A count of many digits has no room for its share below it.
      if (count === 0 || cell < 40) return [text(printed, { ...centre, y: middle + 4, size: 11, colour })];
      return [
        text(printed, { ...centre, y: middle - 1, size: 13, colour, weight: predicted === label ? 'bold' : 'normal' }),
        text(`${printShare(share)}%`, { ...centre, y: middle + 13, size: 10, colour }),
      ];
    }
  });
}

/** Whole, unless it would round to nothing or to everything. */
function printShare(share: number): string {
  const percent = share * 100;
  if (percent < 0.05) return '<0.1';
  if (percent < 1) return percent.toFixed(1);
  return percent > 99 && percent < 99.95 ? percent.toFixed(1) : percent.toFixed(0);
}

/** Small shares are what one looks for: they are drawn darker than in proportion. */
export function opacityOf(share: number): number {
  return share === 0 ? 0.035 : 0.05 + 0.95 * share ** 0.7;
}

/** Changes where black and white can be read equally well on a ground of white. */
export function inkOn(share: number): 'onHeat' | 'onPale' {
  return opacityOf(share) > 0.77 ? 'onHeat' : 'onPale';
}

/** Transparent rather than mixed with white, so that it suits a dark ground as well. */
function shade(share: number, { x, y, side }: { readonly x: number; readonly y: number; readonly side: number }) {
  return element('rect', {
    ...{ x: x + 1, y: y + 1, width: side - 2, height: side - 2, rx: 3 },
    ...filled('heat'),
    'fill-opacity': opacityOf(share),
  });
}

interface ScalePlace {
  readonly x: number;
  readonly top: number;
  readonly height: number;
}

/** What the shades mean. */
function drawScale({ rowShare }: PlotTexts, { x, top, height }: ScalePlace): readonly SvgElement[] {
  const parts = 40;
  const part = height / parts;
  const bars = Array.from({ length: parts }, (_, index) => {
    const share = 1 - (index + 0.5) / parts;
    const place = { x, y: top + index * part, width: 12, height: part + (index === parts - 1 ? 0 : 0.3) };
    return element('rect', { ...place, fill: colours.heat, class: 'fill-heat', 'fill-opacity': opacityOf(share) });
  });
  const ticks = [0, 25, 50, 75, 100].map((percent) =>
    text(String(percent), { x: x + 18, y: top + height * (1 - percent / 100) + 4, size: 11, colour: 'muted' }),
  );
  const title = { x: x + 56, y: top + height / 2, size: 12, colour: 'muted', anchor: 'middle', turned: -90 } as const;
  return [...bars, ...ticks, text(rowShare, title)];
}

function shortenTo(name: string, width: number, face: Typeface): string {
  const characters = [...name];
  const fits = (length: number) =>
    face.widthOf(`${characters.slice(0, length).join('')}…`, { size: nameSize }) <= width;
  if (face.widthOf(name, { size: nameSize }) <= width) return name;
  let length = 0;
  while (fits(length + 1)) length++;
  return `${characters.slice(0, length).join('')}…`;
}
