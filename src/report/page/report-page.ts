// A run's report: one HTML file that loads nothing, runs nothing, and can be sent to somebody.
import { createHash } from 'node:crypto';
import type { ClassificationReport } from '../../evaluation/classification-report.ts';
import type { Mistake } from '../../evaluation/mistakes.ts';
import { renameClasses } from '../../evaluation/rename-classes.ts';
import { type EpochPoint, heldOutPart, type StepNumbers, totalSeconds } from '../../metrics/epoch-record.ts';
import type { Language } from '../../metrics/languages.ts';
import { measuredMetrics, metricNames, printMetric, quantities, quantityRow } from '../../metrics/metric-table.ts';
import { printCount } from '../../metrics/print-count.ts';
import { printDuration } from '../../metrics/print-duration.ts';
import { drawConfusion } from '../plots/confusion-plot.ts';
import { type ComparedRun, drawCurves } from '../plots/curves.ts';
import { element, type Picture, svgElement } from '../svg.ts';
import { folded, type HtmlElement, printHtml, section, table } from './html.ts';
import { type PageTexts, pageTexts } from './page-texts.ts';
import { type ReportSetting, settingSections } from './setting-section.ts';
import { pageStyle } from './style.ts';

/** What a report shows. */
export interface ReportPage extends ReportSetting {
  /** The run's name. */
  readonly name: string;
  readonly epochs: readonly EpochPoint[];
  readonly steps?: readonly StepNumbers[];
  /** Lines of the run's metrics that cannot be read; default 0. */
  readonly unreadableLines?: number;
  readonly compared?: ComparedRun;
  readonly evaluation: ClassificationReport;
  /** What the page calls the classes. Default: what the evaluation does. */
  readonly shownClassNames?: readonly string[];
}

export interface PictureOfMistake {
  readonly mistake: Mistake;
  /** `data:` URI. */
  readonly source: string;
  readonly width: number;
  readonly height: number;
}

/** Small enough that their texts can be read on a phone. */
const plotSize = { width: 460, height: 340 };

export function printReportPage(page: ReportPage, pictures: readonly PictureOfMistake[], language: Language): string {
  const texts = pageTexts[language];
  const { name, epochs, unreadableLines = 0 } = page;
  const evaluation = renameClasses(page.evaluation, page.shownClassNames ?? page.evaluation.classNames);
  const curves = {
    ...plotSize,
    language,
    ...(page.steps === undefined ? {} : { steps: page.steps }),
    ...(page.compared === undefined ? {} : { compared: page.compared }),
  };
  const body = element(
    'main',
    {},
    element('h1', {}, texts.title(name)),
    element('p', {}, texts.testedOn(evaluation.dataset.name, evaluation.dataset.images)),
    ...(epochs.length === 0 ? [] : [element('p', {}, texts.chosenBy[heldOutPart(epochs)])]),
    headline(page, texts, language),
    section(
      texts.course,
      element(
        'div',
        { class: 'plots' },
        ...quantities.map((quantity) => plot(drawCurves(quantity, epochs, curves), 'card')),
      ),
      folded(texts.eachEpoch, epochTable(epochs, texts, language)),
      ...(unreadableLines === 0 ? [] : [element('p', {}, texts.unreadableLines(unreadableLines))]),
    ),
    ...classSections(evaluation, texts, language),
    mistakesSection(pictures, evaluation, texts),
    ...settingSections(page, language),
  );
  // Nothing is allowed but this very style and pictures that are inside the file.
  const policy = `default-src 'none'; style-src 'sha256-${sha256(pageStyle)}'; img-src data:; base-uri 'none'; form-action 'none'`;
  const head = [
    element('meta', { charset: 'utf-8' }),
    element('meta', { 'http-equiv': 'Content-Security-Policy', content: policy }),
    element('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    element('meta', { name: 'referrer', content: 'no-referrer' }),
    element('meta', { name: 'color-scheme', content: 'light dark' }),
    element('title', {}, texts.title(name)),
  ];
  return [
    '<!DOCTYPE html>',
    `<html lang="${texts.tag}"><head>`,
    ...head.map(printHtml),
    // Not escaped: a style's content is no markup, and the policy's hash is of just these characters.
    `<style>${pageStyle}</style>`,
    '</head>',
    printHtml(element('body', {}, body)),
    '</html>',
    '',
  ].join('\n');
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}

function headline({ epochs, evaluation }: ReportPage, texts: PageTexts, language: Language): HtmlElement {
  const tiles = [
    ...(['accuracy', 'loss'] as const).map((name) => [
      printMetric(name, evaluation[name]),
      quantityRow[name].names[language],
    ]),
    [evaluation.macroAverage.f1.toFixed(4), texts.macroF1],
    [String(epochs.length), texts.epochs],
    [printDuration(totalSeconds(epochs), language), texts.time],
  ];
  const tile = ([value, title]: readonly string[]) =>
    element('div', { class: 'tile' }, element('b', {}, value), element('span', {}, title));
  return element('div', { class: 'tiles' }, ...tiles.map(tile));
}

function plot(picture: Picture, className: string): HtmlElement {
  return element('div', { class: className }, svgElement(picture));
}

function epochTable(epochs: readonly EpochPoint[], texts: PageTexts, language: Language): HtmlElement {
  const measured = measuredMetrics(heldOutPart(epochs));
  const names = measured.map(({ part, quantity }) => metricNames([part], quantity)[language]);
  const row = (epoch: EpochPoint) => [
    String(epoch.epoch),
    ...measured.map(({ key, quantity }) => printMetric(quantity, epoch[key])),
    printDuration(epoch.seconds, language),
  ];
  return table('epochs', [texts.epoch, ...names, texts.epochTime], epochs.map(row));
}

/** Up to this many classes, their table is no higher than the matrix beside it. */
const fewClasses = 14;

function classSections(evaluation: ClassificationReport, texts: PageTexts, language: Language): readonly HtmlElement[] {
  const matrix = plot(drawConfusion(evaluation, { language }), 'card wide narrow');
  const scores = classTable(evaluation, texts);
  if (evaluation.classes.length > fewClasses) {
    return [section(texts.confusion, matrix, folded(texts.classes, ...scores))];
  }
  const beside = section(texts.classes, element('div', { class: 'card padded narrow' }, ...scores));
  return [element('div', { class: 'beside' }, section(texts.confusion, matrix), beside)];
}

/** A page with more rows would be slow to open. */
const mostClasses = 1000;

function classTable({ classes, dataset, ...report }: ClassificationReport, texts: PageTexts): readonly HtmlElement[] {
  const rows = [
    ...classes.slice(0, mostClasses),
    { name: texts.macroAverage, ...report.macroAverage, support: dataset.images },
    { name: texts.weightedAverage, ...report.weightedAverage, support: dataset.images },
  ].map(({ name, precision, recall, f1, support }) => [
    name,
    ...[precision, recall, f1].map((score) => score.toFixed(4)),
    printCount(support),
  ]);
  const hidden = classes.length - mostClasses;
  return [table('scores', texts.classColumns, rows), ...(hidden > 0 ? [element('p', {}, texts.notShown(hidden))] : [])];
}

function mistakesSection(
  pictures: readonly PictureOfMistake[],
  { classNames }: ClassificationReport,
  texts: PageTexts,
): HtmlElement {
  if (pictures.length === 0) return section(texts.mistakes, element('p', {}, texts.noMistakes));
  const figures = pictures.map(({ mistake, source, width, height }) => {
    const { index, label, predicted, probability } = mistake;
    const names = [classNames[label], classNames[predicted]] as const;
    return element(
      'figure',
      {},
      element('img', { src: source, width, height, alt: texts.mistakeAlt(index, ...names) }),
      element(
        'figcaption',
        {},
        element('b', {}, names[1]),
        element('span', {}, texts.is(names[0])),
        element('small', {}, `${(probability * 100).toFixed(1)} % #${index}`),
      ),
    );
  });
  return section(
    texts.mistakes,
    element('p', {}, texts.mistakesMeaning),
    element('div', { class: 'mistakes' }, ...figures),
  );
}
