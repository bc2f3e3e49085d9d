// Draws a run's metrics.jsonl as an SVG for the README: loss and accuracy of its epochs and, smoothed, of its batches.
// A second run, as CSV with the columns epoch, train_loss, train_accuracy, test_loss, test_accuracy, is drawn dashed.
//   npm run build && node scripts/draw-run.mjs runs/googlenet-1 [tutorial.csv] > docs/run.svg
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { beside } from '../dist/report/plots/beside.js';
import { drawCurves } from '../dist/report/plots/curves.js';
import { readRunCsv } from '../dist/report/read-run-csv.js';
import { printSvg } from '../dist/report/svg.js';

const [run, other] = process.argv.slice(2);
const lines = readFileSync(join(run, 'metrics.jsonl'), 'utf8').trim().split('\n').map(JSON.parse);
const epochs = lines.filter(({ kind }) => kind === 'epoch');
const options = {
  steps: lines.filter(({ kind }) => kind === 'step'),
  width: 430,
  height: 330,
  ...(other === undefined
    ? {}
    : { compared: { name: basename(other, '.csv'), epochs: readRunCsv(readFileSync(other, 'utf8'), other) } }),
};
const pictures = ['loss', 'accuracy'].map((quantity) => drawCurves(quantity, epochs, options));
process.stdout.write(printSvg(beside('Loss and accuracy of a run, by epoch', pictures)));
