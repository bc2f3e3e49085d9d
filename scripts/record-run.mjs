// Makes the record of a run that is committed: metrics, plots, report, configuration and environment, without weights and
// without what tells of the machine's folders and name. Plots and report show another run, as CSV, dashed.
// The evaluation is of the last epoch's weights: the best epoch was chosen by the test images.
//   npm run build && node scripts/record-run.mjs runs/tutorial results/tutorial results/tutorial/published.csv
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, isAbsolute, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { loadModel } from '../dist/cli/options/weights-source.js';
import {
  classificationReport,
  DataLoader,
  openEngine,
  predictDataset,
  readRunCsv,
  writeRunReport,
} from '../dist/index.js';
import { heldOutPart } from '../dist/metrics/epoch-record.js';
import { metricKey } from '../dist/metrics/metric-table.js';
import { writeEvaluation } from '../dist/report/write-evaluation.js';
import { openOtherData, openRunData } from '../dist/runs/open-run-data.js';
import { readMetrics } from '../dist/runs/read-metrics.js';
import { RunFolder } from '../dist/runs/run-folder.js';

const { values, positionals } = parseArgs({ options: { data: { type: 'string' } }, allowPositionals: true });
const [run, record, other] = positionals;
if (record === undefined || positionals.length > 3) {
  console.error('usage: node scripts/record-run.mjs RUN RECORD [OTHER.csv] [--data DIR]');
  process.exit(2);
}
const folder = new RunFolder(run);
if (existsSync(new RunFolder(record).state)) {
  console.error(`${record} is the folder of a run, whose own files the record would replace: choose another`);
  process.exit(2);
}
/** Folders of the machine are nobody's business: their last part says enough. */
const withoutFolder = (_, value) => (typeof value === 'string' && isAbsolute(value) ? basename(value) : value);
const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'), withoutFolder);

const configuration = readJson(folder.config);
const environment = withoutPlaces(readJson(folder.environment));
const metrics = readMetrics(folder);
const last = metrics.epochs.at(-1);
const judgedBy = heldOutPart(metrics.epochs);
const weights = judgedBy === 'test' ? folder.lastWeights : folder.bestWeights;
const { model, task } = loadModel(weights, { workingDirectory: process.cwd() });
const ofRun = await evaluate(await openRunData(task, folder.path, {}), judgedBy);
const shown =
  values.data === undefined ? ofRun : await evaluate(await openOtherData(task, resolve(values.data), {}), undefined);

mkdirSync(record, { recursive: true });
const files = await writeRunReport(record, {
  ...metrics,
  ...shown,
  name: basename(record),
  ...(other === undefined
    ? {}
    : { compared: { name: basename(other, '.csv'), epochs: readRunCsv(readFileSync(other, 'utf8'), other) } }),
  configuration,
  environment,
  summary: readFileSync(folder.summary, 'utf8'),
});
copyFileSync(folder.table, join(record, 'metrics.csv'));
copyFileSync(folder.summary, join(record, 'summary.txt'));
for (const [name, value] of Object.entries({ config: configuration, environment })) {
  writeFileSync(join(record, `${name}.json`), `${JSON.stringify(value, undefined, 2)}\n`);
}
if (shown !== ofRun) writeEvaluation(join(record, `evaluation-${judgedBy}.json`), ofRun.evaluation);
console.log(`the record is in ${record}: ${files.join(', ')}`);
for (const { evaluation } of new Set([ofRun, shown])) {
  console.log(`${basename(weights)} on ${evaluation.dataset.name}: ${(100 * evaluation.accuracy).toFixed(2)} %`);
}
console.log(`epoch ${last.epoch} in training: ${(100 * last[metricKey(judgedBy, 'accuracy')]).toFixed(2)} %`);

async function evaluate({ data, limits }, wanted) {
  // A folder DIR/CLASS/* that nothing was learned from has all its pictures in one part.
  const part = wanted ?? ('test' in data.counts ? 'test' : 'train');
  const dataset = await data.load(part, limits[part]);
  const [, imageSize] = task.input.shape;
  const loader = new DataLoader(dataset, { batchSize: 100, imageSize, normalization: task.input, shuffle: false });
  const engine = await openEngine('auto');
  const predictions = await predictDataset(engine, model, loader).finally(() => engine.close());
  return { dataset, evaluation: classificationReport(predictions) };
}

/** Resumes have their own. */
function withoutPlaces({ workingDirectory, system: { host, ...system }, resumes = [], ...facts }) {
  return { ...facts, system, ...(resumes.length === 0 ? {} : { resumes: resumes.map(withoutPlaces) }) };
}
