#!/usr/bin/env node
// What a training on many nodes could reach, on paper: the measured time of an image on one node, the bytes of a step, and a link's rate
// and delay give the time of a step, as if nothing were sent while it is computed.
//   node bench/scaling-model.mjs [--image-ms 7.2] [--bytes 23910120] [--share 0.64] [--delay-ms 0.05] [--save FILE.md]
//
//   step(n, b) = b·t + 2·(n − 1)/n·bytes/(share·rate) + 2·log2(n)·delay        b: images of a node; t: time of one
//
// The sum is MPICH's for long vectors, a reduce-scatter and an allgather: each node sends 2·(n − 1)/n times the gradients.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { table } from './contender.mjs';

const { values } = parseArgs({
  options: {
    // 2 processes × 1 thread, 128 images in 926 ms without waiting: bench/results/2026-11-27-distributed.md
    'image-ms': { type: 'string', default: '7.2' },
    bytes: { type: 'string', default: '23910120' },
    // 299 ms for what 1 Gbit/s carries in 191 ms, between two hosts of network namespaces: bench/distributed/link.mjs
    share: { type: 'string', default: '0.64' },
    'delay-ms': { type: 'string', default: '0.05' },
    save: { type: 'string' },
  },
});
const [imageTime, bytes, share, delay] = ['image-ms', 'bytes', 'share', 'delay-ms'].map((name) => Number(values[name]));
const rates = [1, 10, 100];
const nodes = [2, 8, 64, 512];

/** Milliseconds of a sum over n nodes, at so many Gbit/s. */
function sumTime(n, rate) {
  return ((2 * (n - 1)) / n) * ((bytes * 8) / (share * rate * 1e6)) + 2 * Math.log2(n) * delay;
}

/** How many times one node's speed it is, and which share of n times that. @param ofNode images of each node */
function gain(n, rate, ofNode) {
  const compute = ofNode * imageTime;
  const efficiency = compute / (compute + sumTime(n, rate));
  return `${(n * efficiency).toFixed(efficiency * n < 10 ? 1 : 0)} × (${(100 * efficiency).toFixed(0)} %)`;
}

// Measured on an AMD EPYC with AVX2, oneDNN 2.6.3, one thread beside other work, on 2026-11-27.
const accuracyOf64 = 91.62;
const tried = [
  ['512', '0.085', '48.44 %'],
  ['2048', '0.17', '10.00 %'],
];

const constant = [128, 32].map((ofNode) => {
  const rows = nodes.map((n) => [String(n), String(n * ofNode), ...rates.map((rate) => gain(n, rate, ofNode))]);
  return `### ${ofNode} images on each node\n\n${table(['nodes', 'batch', ...rates.map((rate) => `${rate} Gbit/s`)], rows)}`;
});
const batches = [512, 2048].map((batch) => {
  const possible = nodes.filter((n) => batch / n >= 1);
  const rows = possible.map((n) => [String(n), String(batch / n), ...rates.map((rate) => gain(n, rate, batch / n))]);
  return `### A batch of ${batch} in all\n\n${table(['nodes', 'images of a node', ...rates.map((rate) => `${rate} Gbit/s`)], rows)}`;
});
const report = `# Scaling to many nodes, on paper

Speed as a multiple of one node's, and as a share of what as many nodes could do without a network. Reckoned, not measured, from ${imageTime} ms
an image and ${(bytes / 1e6).toFixed(1)} MB of gradients (the tutorial's network at 96×96 on two cores), links used to ${(100 * share).toFixed(0)} % and a delay of ${delay} ms.
\`node bench/scaling-model.mjs\` has the formula, and takes other numbers. Computing and sending are added up here, so these are the least that can
be expected: most gradients are sent while others are computed (bench/results/2026-11-28-overlap.md).

${[...constant, ...batches].join('\n\n')}

## What batch the recipe bears

The recipe \`fast\` takes batches of 64 and has ${accuracyOf64} % of 5,000 images split off the training images (results/fast/choice.md). With larger
ones, the rate scaled by the root of their ratio and everything else as it is, one run each
(\`googlenet train --recipe fast --val-split 0.0833334 --threads 1 --batch-size … --lr …\`):

${table(['batch', 'peak rate', 'validation accuracy'], tried)}

So as it is the recipe bears neither: its four epochs are then too few steps. More nodes than the first rows of the tables are of use to trainings
that bear large batches: with more images, more epochs, or a longer warm-up.
`;
process.stdout.write(report);
if (values.save !== undefined) writeFileSync(values.save, report);
