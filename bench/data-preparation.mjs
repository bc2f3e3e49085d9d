#!/usr/bin/env node
// What preparing a batch costs beside the training step that it is for: 128 images of a folder's cache file, colour, with
// margins, shifted, mirrored and normalised. Both take turns, so that a machine that slows down does so for both.
//   npm run build && node bench/data-preparation.mjs [--batch-size 128] [--steps 20] [--threads 2] [--engine auto]
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { BenchStep } from '../dist/cli/bench/bench-step.js';
import { median } from '../dist/cli/bench/median.js';
import { CacheFile } from '../dist/data/image-folder/cache-file.js';
import { largestShift } from '../dist/images/augmentation.js';
import { DataLoader } from '../dist/index.js';

const { values } = parseArgs({
  options: {
    'batch-size': { type: 'string', default: '128' },
    steps: { type: 'string', default: '20' },
    threads: { type: 'string', default: '2' },
    engine: { type: 'string', default: 'auto' },
  },
});
const [batchSize, steps, threads] = [values['batch-size'], values.steps, values.threads].map(Number);
const [channels, imageSize] = [3, 96];
const margin = largestShift(imageSize);
const side = imageSize + 2 * margin;
const imageBytes = channels * side * side;
const count = 8 * batchSize;

const folder = mkdtempSync(join(tmpdir(), 'googlenet-bench-'));
try {
  const file = CacheFile.create(join(folder, 'bench.images'), { key: '0'.repeat(64), count, imageBytes });
  const image = new Uint8Array(imageBytes);
  for (let index = 0; index < count; index++) {
    file.write(
      index,
      image.map((_, at) => (at * 7 + index * 31) % 251),
    );
  }
  const loader = new DataLoader(
    {
      name: 'bench',
      images: file,
      labels: new Uint8Array(count),
      count,
      channels,
      rows: side,
      columns: side,
      margin,
      classNames: ['only'],
      sha256: '0'.repeat(64),
    },
    {
      batchSize,
      imageSize,
      augmentation: 'basic',
      normalization: { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
    },
  );
  const step = await BenchStep.open({
    mode: 'train',
    engine: values.engine,
    batchSize,
    threads,
    model: { name: 'googlenet', options: { numClasses: 10, inChannels: channels } },
    imageShape: [channels, imageSize, imageSize],
  });
  const times = { preparation: [], step: [] };
  for (let round = -2; round < steps; round++) {
    const began = performance.now();
    loader.batch(Math.floor((round + 2) / loader.batchCount), (round + 2) % loader.batchCount);
    const preparation = performance.now() - began;
    const ofStep = await step.time();
    if (round < 0) continue;
    times.preparation.push(preparation);
    times.step.push(ofStep);
  }
  await step[Symbol.asyncDispose]();
  file.discard();
  const [preparation, ofStep] = [median(times.preparation), median(times.step)];
  console.log('| preparing a batch | training step | share |');
  console.log('|---:|---:|---:|');
  console.log(
    `| ${preparation.toFixed(1)} ms | ${ofStep.toFixed(0)} ms | ${((100 * preparation) / ofStep).toFixed(2)} % |`,
  );
  console.log(
    `\nBatch ${batchSize} of ${channels}×${imageSize}×${imageSize}, medians of ${steps} in turn, ${threads} threads · ` +
      `${cpus()[0].model.trim()}, ${cpus().length} logical cores · ${step.engine.name} ${step.engine.version} · Node ${process.version}`,
  );
} finally {
  rmSync(folder, { recursive: true });
}
