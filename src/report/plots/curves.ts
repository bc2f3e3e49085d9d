// The course of a run: a plot for each quantity, by epoch, on the training images and those that epochs are judged by.

import { requireChoice, requireFinite, requireType } from '../../errors/require-option.ts';
import { quantityAxis } from '../../metrics/axis.ts';
import { bestEpoch } from '../../metrics/best-epoch.ts';
import { type EpochNumbers, heldOutPart, type StepNumbers } from '../../metrics/epoch-record.ts';
import { type Language, languages } from '../../metrics/languages.ts';
import {
  bestNames,
  metricKey,
  type Part,
  partNames,
  printMetric,
  type Quantity,
  quantityRow,
} from '../../metrics/metric-table.ts';
import { type Picture, printSvg } from '../svg.ts';
import { batchCurve } from './batch-curve.ts';
import { drawLineChart, type Series } from './line-chart.ts';
import { plotTexts } from './plot-texts.ts';

/** Another run, to compare with. */
export interface ComparedRun {
  readonly name: string;
  readonly epochs: readonly EpochNumbers[];
}

/** How curves are drawn. */
export interface CurveOptions {
  /** The logged batches, drawn smoothly behind the epochs. */
  readonly steps?: readonly StepNumbers[];
  /** Drawn dashed. */
  readonly compared?: ComparedRun;
  /** Default `'en'`. */
  readonly language?: Language;
  /** Default 720 × 420. */
  readonly width?: number;
  readonly height?: number;
}

/** As an SVG file. */
export function lossCurves(epochs: readonly EpochNumbers[], options: CurveOptions = {}): string {
  return printSvg(drawCurves('loss', epochs, options));
}

/** As an SVG file. */
export function accuracyCurves(epochs: readonly EpochNumbers[], options: CurveOptions = {}): string {
  return printSvg(drawCurves('accuracy', epochs, options));
}

export function drawCurves(quantity: Quantity, epochs: readonly EpochNumbers[], options: CurveOptions = {}): Picture {
  checkCurves(epochs, options);
  const { language = 'en', width = 720, height = 420 } = options;
  const texts = plotTexts[language];
  const { names, axisNames } = quantityRow[quantity];
  const heldOut = heldOutPart(epochs);
  const key = metricKey(heldOut, quantity);
  const best = bestEpoch(epochs, [key]);
  const bestName = bestNames([heldOut], quantity)[language];
  return drawLineChart({
    title: `${names[language][0].toUpperCase()}${names[language].slice(1)}`,
    remark:
      best === undefined ? undefined : texts.inEpoch(`${bestName} ${printMetric(quantity, best[key])}`, best.epoch),
    xTitle: texts.epoch,
    yTitle: axisNames[language],
    series: curvesOf(quantity, epochs, options),
    yAxis: (extent, range) => quantityAxis(quantity, extent, range),
    printValue: (value) => printMetric(quantity, value),
    emptyText: texts.nothing,
    width,
    height,
  });
}

function checkCurves(epochs: readonly EpochNumbers[], { language = 'en', steps = [], width, height }: CurveOptions) {
  requireType('epochs', epochs, Array);
  requireType('steps', steps, Array);
  requireChoice('language', language, languages);
  for (const [name, length] of Object.entries({ width, height })) if (length !== undefined) requireFinite(name, length);
}

function curvesOf(
  quantity: Quantity,
  epochs: readonly EpochNumbers[],
  { steps = [], compared, language = 'en' }: CurveOptions,
): readonly Series[] {
  const texts = plotTexts[language];
  const curve = (from: readonly EpochNumbers[], part: Part) =>
    from.map((epoch) => ({ x: epoch.epoch, y: epoch[metricKey(part, quantity)] ?? null }));
  const curves = (from: readonly EpochNumbers[], kind: 'run' | 'compared', nameOf: (part: string) => string) =>
    (['train', heldOutPart(from)] as const).map(
      (part): Series => ({
        name: nameOf(partNames[part][language]),
        style: { kind, colour: part === 'train' ? 'train' : 'test' },
        points: curve(from, part),
      }),
    );
  const series = curves(epochs, 'run', (part) => part);
  if (compared !== undefined) {
    series.push(...curves(compared.epochs, 'compared', (part) => texts.of(compared.name, part)));
  }
  if (steps.length > 0) {
    const style = { kind: 'batches', colour: 'train' } as const;
    series.push({ name: texts.batches, style, points: batchCurve(steps, (step) => step[quantity]) });
  }
  return series;
}
