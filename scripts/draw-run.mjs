// Draws a run's metrics.jsonl as an SVG for the README: loss and accuracy of the batches, smoothed, by step.
//   node scripts/draw-run.mjs runs/googlenet-1 > docs/run.svg
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const width = 860;
const height = 320;
const plot = { left: 56, right: 804, top: 44, bottom: 272 };
/** Weight of the past in the moving average. */
const smoothing = 0.8;

const lines = readFileSync(join(process.argv[2], 'metrics.jsonl'), 'utf8').trim().split('\n').map(JSON.parse);
const steps = lines.filter(({ kind }) => kind === 'step');
const epochs = lines.filter(({ kind }) => kind === 'epoch');
const stepsPerEpoch = Math.max(...steps.map(({ step }) => step));
const position = ({ epoch, step }) => (epoch - 1) * stepsPerEpoch + step;
const lastStep = Math.max(...steps.map(position));
const topLoss = Math.ceil(Math.max(...smooth(steps.map(({ loss }) => loss))));

const x = (step) => plot.left + ((plot.right - plot.left) * step) / lastStep;
const y = (fraction) => plot.bottom - (plot.bottom - plot.top) * fraction;

function smooth(values) {
  let mean = values[0];
  return values.map((value) => {
    mean = smoothing * mean + (1 - smoothing) * value;
    return mean;
  });
}

function curve(key, scale, colour) {
  const points = smooth(steps.map((step) => step[key])).map(
    (value, index) => `${x(position(steps[index])).toFixed(1)},${y(value / scale).toFixed(1)}`,
  );
  return `<polyline fill="none" stroke="${colour}" stroke-width="2" points="${points.join(' ')}"/>`;
}

function text(at, content, { anchor = 'middle', colour = '#57606a', size = 12 } = {}) {
  return `<text x="${at[0]}" y="${at[1]}" text-anchor="${anchor}" fill="${colour}" font-size="${size}">${content}</text>`;
}

const grid = [0, 0.25, 0.5, 0.75, 1].flatMap((fraction) => [
  `<line x1="${plot.left}" x2="${plot.right}" y1="${y(fraction)}" y2="${y(fraction)}" stroke="#d0d7de"/>`,
  text([plot.left - 8, y(fraction) + 4], (fraction * topLoss).toFixed(2), { anchor: 'end', colour: '#cf222e' }),
  text([plot.right + 8, y(fraction) + 4], `${fraction * 100} %`, { anchor: 'start', colour: '#0969da' }),
]);
const ticks = [0, 0.25, 0.5, 0.75, 1].map((fraction) =>
  text([x(fraction * lastStep), plot.bottom + 18], Math.round(fraction * lastStep)),
);
const tests = epochs.flatMap(({ epoch, testAccuracy }) => {
  const at = [x(epoch * stepsPerEpoch), y(testAccuracy)];
  const label = `test ${(testAccuracy * 100).toFixed(2)} %`;
  return [
    `<circle cx="${at[0]}" cy="${at[1]}" r="4" fill="#0969da"/>`,
    text([at[0] - 8, at[1] + 20], label, { anchor: 'end', colour: '#0969da' }),
  ];
});

console.log(
  [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif">`,
    '<title>Loss and accuracy of the batches of a run, by training step</title>',
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    text([plot.left, 24], 'loss of a batch, smoothed', { anchor: 'start', colour: '#cf222e', size: 13 }),
    text([plot.right, 24], 'accuracy of a batch, smoothed', { anchor: 'end', colour: '#0969da', size: 13 }),
    ...grid,
    ...ticks,
    text([(plot.left + plot.right) / 2, height - 10], 'training step'),
    curve('loss', topLoss, '#cf222e'),
    curve('accuracy', 1, '#0969da'),
    ...tests,
    '</svg>',
  ].join('\n'),
);
