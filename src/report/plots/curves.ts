// The course of a run: loss and accuracy by epoch, on the training and the test images.

import { requireChoice, requireFinite, requireType } from '../../errors/require-option.ts';
import type { ComparedRun, EpochCurvePoint, StepMetrics } from '../run-metrics.ts';
import { type Picture, printSvg } from '../svg.ts';
import { batchCurve } from './batch-curve.ts';
import { drawLineChart, type Series } from './line-chart.ts';
import { type PlotTexts, plotTexts, type ReportLanguage, reportLanguages } from './plot-texts.ts';

export interface CurveOptions {
  /** The logged batches, drawn smoothed behind the epochs. */
  readonly steps?: readonly StepMetrics[];
  /** Drawn dashed. */
  readonly compared?: ComparedRun;
  /** Default `'en'`. */
  readonly language?: ReportLanguage;
  /** Default 720 × 420. */
  readonly width?: number;
  readonly height?: number;
}

/** As an SVG file. */
export function lossCurves(epochs: readonly EpochCurvePoint[], options: CurveOptions = {}): string {
  return printSvg(drawLossCurves(epochs, options));
}

/** As an SVG file. */
export function accuracyCurves(epochs: readonly EpochCurvePoint[], options: CurveOptions = {}): string {
  return printSvg(drawAccuracyCurves(epochs, options));
}

export function drawLossCurves(epochs: readonly EpochCurvePoint[], options: CurveOptions = {}): Picture {
  checkCurves(epochs, options);
  const texts = plotTexts[options.language ?? 'en'];
  const lowest = bestEpoch(epochs, ({ testLoss }) => (testLoss === null ? null : -testLoss));
  return drawLineChart({
    ...sharedParts(options, texts),
    title: texts.loss,
    remark: lowest === undefined ? undefined : texts.lowestLoss(printLoss(-lowest.value), lowest.epoch),
    yTitle: texts.lossAxis,
    series: curvesOf(epochs, options, texts, {
      train: ({ trainLoss }) => trainLoss,
      test: ({ testLoss }) => testLoss,
      step: ({ loss }) => loss,
    }),
    yExtent: (lowestLoss, highest) => [Math.min(0, lowestLoss), highest],
    printValue: printLoss,
  });
}

function checkCurves(epochs: readonly EpochCurvePoint[], { language = 'en', steps = [], width, height }: CurveOptions) {
  requireType('epochs', epochs, Array);
  requireType('steps', steps, Array);
  requireChoice('language', language, reportLanguages);
  for (const [name, length] of Object.entries({ width, height })) if (length !== undefined) requireFinite(name, length);
}

export function drawAccuracyCurves(epochs: readonly EpochCurvePoint[], options: CurveOptions = {}): Picture {
  checkCurves(epochs, options);
  const texts = plotTexts[options.language ?? 'en'];
  const best = bestEpoch(epochs, ({ testAccuracy }) => percent(testAccuracy));
  return drawLineChart({
    ...sharedParts(options, texts),
    title: texts.accuracy,
    remark: best === undefined ? undefined : texts.bestAccuracy(printPercent(best.value), best.epoch),
    yTitle: texts.accuracyAxis,
    series: curvesOf(epochs, options, texts, {
      train: ({ trainAccuracy }) => percent(trainAccuracy),
      test: ({ testAccuracy }) => percent(testAccuracy),
      step: ({ accuracy }) => percent(accuracy),
    }),
    // Up to 100 %, so that what is missing shows; from 0 only where the curves are low.
    yExtent: (lowest) => [Math.max(0, Math.floor((lowest - 1) / 10) * 10), 100],
    printValue: printPercent,
  });
}

function sharedParts({ width = 720, height = 420 }: CurveOptions, { epoch, nothing }: PlotTexts) {
  return { xTitle: epoch, emptyText: nothing, width, height };
}

interface Readings {
  readonly train: (epoch: EpochCurvePoint) => number | null;
  readonly test: (epoch: EpochCurvePoint) => number | null;
  readonly step: (step: StepMetrics) => number | null;
}

function curvesOf(
  epochs: readonly EpochCurvePoint[],
  { steps = [], compared }: CurveOptions,
  texts: PlotTexts,
  read: Readings,
): readonly Series[] {
  const points = (from: readonly EpochCurvePoint[], value: Readings['train']) =>
    from.map((epoch) => ({ x: epoch.epoch, y: value(epoch) }));
  const series: Series[] = [
    { name: texts.train, style: { kind: 'run', colour: 'train' }, points: points(epochs, read.train) },
    { name: texts.test, style: { kind: 'run', colour: 'test' }, points: points(epochs, read.test) },
  ];
  if (compared !== undefined) {
    for (const colour of ['train', 'test'] as const) {
      const name = texts.of(compared.name, texts[colour]);
      series.push({ name, style: { kind: 'compared', colour }, points: points(compared.epochs, read[colour]) });
    }
  }
  if (steps.length > 0) {
    const style = { kind: 'batches', colour: 'train' } as const;
    series.push({ name: texts.batches, style, points: batchCurve(steps, read.step) });
  }
  return series;
}

/** The epoch with the highest value, the first of equals. */
export function bestEpoch<Epoch extends EpochCurvePoint>(
  epochs: readonly Epoch[],
  read: (epoch: Epoch) => number | null,
): { readonly epoch: number; readonly value: number } | undefined {
  let best: { readonly epoch: number; readonly value: number } | undefined;
  for (const epoch of epochs) {
    const value = read(epoch);
    if (value === null || !Number.isFinite(value)) continue;
    if (best === undefined || value > best.value) best = { epoch: epoch.epoch, value };
  }
  return best;
}

function percent(fraction: number | null): number | null {
  return fraction === null ? null : fraction * 100;
}

function printLoss(loss: number): string {
  return Math.abs(loss) < 1000 ? loss.toFixed(4) : loss.toExponential(2);
}

function printPercent(value: number): string {
  return `${value.toFixed(2)} %`;
}
