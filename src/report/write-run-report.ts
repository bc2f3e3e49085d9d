// What a run leaves for people to look at, in its folder: plots, the evaluation, and a page that shows everything.

import { basename, join, resolve } from 'node:path';
import { checkDataset } from '../data/check-dataset.ts';
import { type ImageDataset, ImageReader } from '../data/dataset.ts';
import { encodePng } from '../data/encode-png.ts';
import { withoutMargin } from '../data/without-margin.ts';
import { OptionError } from '../errors/option-error.ts';
import { requireChoice, requireType } from '../errors/require-option.ts';
import type { ClassificationReport } from '../evaluation/classification-report.ts';
import { type Language, languages } from '../metrics/languages.ts';
import { quantities } from '../metrics/metric-table.ts';
import { type PictureOfMistake, printReportPage, type ReportPage } from './page/report-page.ts';
import { drawConfusion } from './plots/confusion-plot.ts';
import { drawCurves } from './plots/curves.ts';
import { renderPng } from './render-png.ts';
import { requireOwnReport } from './require-own-report.ts';
import { printSvg } from './svg.ts';
import { evaluationFile, writeEvaluation, writeResult } from './write-evaluation.ts';

/** What `writeRunReport` writes about. */
export interface RunReport extends Omit<ReportPage, 'name'> {
  /** Default: the folder's. */
  readonly name?: string;
  /** The dataset that was evaluated, from which the worst mistakes are shown. */
  readonly dataset: ImageDataset;
}

/** What `writeRunReport` takes. */
export interface RunReportOptions {
  /** Language of the page; the files in plots/ are in English, whose letters every machine can draw. Default `'en'`. */
  readonly language?: Language;
}

/**
 * Writes plots/{loss,accuracy,confusion}.{svg,png}, evaluation.json and report.html, each all at once.
 * @param folder made if it is missing; of a run, or of an earlier report, whose files are replaced
 * @returns the files, from the folder
 * @throws WriteError naming the file, or files in the folder that no report wrote; OptionError for a dataset that is not the evaluated one
 */
export async function writeRunReport(
  folder: string,
  report: RunReport,
  { language = 'en' }: RunReportOptions = {},
): Promise<readonly string[]> {
  requireType('folder', folder, 'string');
  requireType('report', report, Object);
  checkDataset(report.dataset);
  requireType('report.evaluation', report.evaluation, Object);
  requireChoice('language', language, languages);
  const { dataset, evaluation, epochs, steps, compared } = report;
  requireSame(dataset, evaluation);
  requireOwnReport(folder, ['plots', evaluationFile('test'), 'report.html']);
  const curves = { ...(steps === undefined ? {} : { steps }), ...(compared === undefined ? {} : { compared }) };
  const plots = {
    ...Object.fromEntries(quantities.map((quantity) => [quantity, drawCurves(quantity, epochs, curves)])),
    confusion: drawConfusion(evaluation),
  };
  const files: string[] = [];
  const write = (file: string, content: string | Uint8Array) => {
    writeResult(join(folder, file), content);
    files.push(file);
  };
  // First: by it an earlier report is known, also one that was cut short.
  writeEvaluation(join(folder, evaluationFile('test')), evaluation);
  for (const [name, picture] of Object.entries(plots)) {
    write(join('plots', `${name}.svg`), printSvg(picture));
    write(join('plots', `${name}.png`), await renderPng(picture));
  }
  const pictures = await picturesOfMistakes(withoutMargin(dataset), evaluation);
  const name = report.name ?? basename(resolve(folder));
  write('report.html', printReportPage({ ...report, name }, pictures, language));
  return [...files.slice(0, -1), evaluationFile('test'), 'report.html'];
}

async function picturesOfMistakes(
  dataset: ImageDataset,
  { mistakes }: ClassificationReport,
): Promise<readonly PictureOfMistake[]> {
  const { rows: height, columns: width } = dataset;
  const reader = new ImageReader(dataset);
  const pictures: PictureOfMistake[] = [];
  for (const mistake of mistakes) {
    const png = await encodePng(reader.read(mistake.index), dataset);
    pictures.push({ mistake, source: `data:image/png;base64,${Buffer.from(png).toString('base64')}`, width, height });
  }
  return pictures;
}

function requireSame(dataset: ImageDataset, evaluation: ClassificationReport): void {
  const { name, sha256, images } = evaluation.dataset;
  if (dataset.sha256 === sha256 && dataset.count === images) return;
  throw new OptionError(
    `the evaluation is of ${name} (${images} images), the dataset is ${dataset.name} (${dataset.count})`,
    {
      hint: 'give the dataset that was evaluated',
    },
  );
}
