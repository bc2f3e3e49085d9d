// Makes the record of a run that is committed: metrics, plots, report, configuration and environment, without weights and
// without what tells of the machine's folders and name. Plots and report show another run, as CSV, dashed.
// The evaluation is of the last epoch's weights: the best epoch was chosen by the test images.
//   npm run build && node scripts/record-run.mjs runs/tutorial results/tutorial results/tutorial/published.csv
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { loadModel } from '../dist/cli/options/weights-source.js';
import {
  classificationReport,
  DataLoader,
  fashionMnist,
  openEngine,
  predictDataset,
  readRunCsv,
  writeRunReport,
} from '../dist/index.js';
import { readMetrics } from '../dist/runs/read-metrics.js';
import { RunFolder } from '../dist/runs/run-folder.js';

const [run, record, other] = process.argv.slice(2);
if (other === undefined) {
  console.error('usage: node scripts/record-run.mjs RUN RECORD OTHER.csv');
  process.exit(2);
}
const folder = new RunFolder(run);
if (existsSync(new RunFolder(record).state)) {
  console.error(`${record} is the folder of a run, whose own files the record would replace: choose another`);
  process.exit(2);
}
const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));

const configuration = readJson(folder.config);
const environment = withoutPlaces(readJson(folder.environment));
const metrics = readMetrics(folder);
const evaluation = await evaluateLastWeights();

mkdirSync(record, { recursive: true });
const files = await writeRunReport(record, {
  ...metrics,
  ...evaluation,
  name: basename(record),
  compared: { name: basename(other, '.csv'), epochs: readRunCsv(readFileSync(other, 'utf8'), other) },
  configuration,
  environment,
  summary: readFileSync(folder.summary, 'utf8'),
});
copyFileSync(folder.table, join(record, 'metrics.csv'));
copyFileSync(folder.summary, join(record, 'summary.txt'));
for (const [name, value] of Object.entries({ config: configuration, environment })) {
  writeFileSync(join(record, `${name}.json`), `${JSON.stringify(value, undefined, 2)}\n`);
}
const last = metrics.epochs.at(-1);
console.log(`${files.length + 4} files in ${record}`);
console.log(`epoch ${last.epoch}: test accuracy ${(100 * last.testAccuracy).toFixed(2)} % in training`);
console.log(`its weights again: ${(100 * evaluation.evaluation.accuracy).toFixed(2)} %`);

async function evaluateLastWeights() {
  const { model } = loadModel(folder.lastWeights, { workingDirectory: process.cwd() });
  const dataset = await fashionMnist({ split: 'test' });
  const imageSize = configuration.options.imageSize.value;
  const loader = new DataLoader(dataset, { batchSize: 100, imageSize, shuffle: false });
  const engine = await openEngine('auto');
  const predictions = await predictDataset(engine, model, loader).finally(() => engine.close());
  return { dataset, evaluation: classificationReport(predictions) };
}

/** Folders and host names are nobody's business; resumes have their own. */
function withoutPlaces({ workingDirectory, system: { host, ...system }, resumes = [], ...facts }) {
  return { ...facts, system, ...(resumes.length === 0 ? {} : { resumes: resumes.map(withoutPlaces) }) };
}
