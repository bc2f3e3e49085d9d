#!/usr/bin/env node
// Shows that torchvision's files do here what they do there: PyTorch writes networks of torchvision with random weights and
// statistics, in both formats of torch.save; `googlenet import` finds what they are; and pictures of several proportions,
// prepared by what the file's task says, get torchvision's logits. Prints a table; the exit code is 1 where something
// differs. Needs python3 with torchvision, and dist/.
//   node scripts/prove-torchvision.mjs [--engine NAME] [--python PATH]
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { loadModel } from '../dist/cli/options/weights-source.js';
import { readPicture } from '../dist/data/decode-picture.js';
import { Predictor } from '../dist/evaluation/predictor.js';
import { ImagePreparer } from '../dist/images/prepare-images.js';
import { openEngine } from '../dist/index.js';

const largestDistance = 1e-5;
const command = fileURLToPath(new URL('../bin/googlenet.js', import.meta.url));
const python = fileURLToPath(new URL('prove-torchvision.py', import.meta.url));
const { values } = parseArgs({
  options: {
    python: { type: 'string', default: '/usr/bin/python3' },
    engine: { type: 'string', default: 'auto' },
  },
});

const scratch = mkdtempSync(join(tmpdir(), 'prove-torchvision-'));
try {
  process.exitCode = (await prove()) ? 0 : 1;
} finally {
  rmSync(scratch, { recursive: true });
}

async function prove() {
  execFileSync(values.python, ['-W', 'ignore', python, scratch], { stdio: ['ignore', 'inherit', 'inherit'] });
  const { versions, pictures, networks } = JSON.parse(readFileSync(join(scratch, 'expected.json'), 'utf8'));
  console.log(`${versions}; ${pictures.length} pictures: ${pictures.join(', ')}\n`);
  console.log('| file | found | relative L2 of the logits | largest difference |');
  console.log('|---|---|---|---|');
  let isEqual = true;
  for (const { name, files, logits } of networks) {
    for (const [format, file] of Object.entries(files)) {
      const { found, ours } = await predictAs(join(scratch, file), pictures);
      const { distance, largest } = compare(ours, logits.flat());
      console.log(`| ${name}, ${format} | ${found} | ${distance.toExponential(1)} | ${largest.toExponential(1)} |`);
      isEqual &&= distance <= largestDistance;
    }
  }
  return isEqual;
}

/** Logits of all pictures, one after the other, by weights that were imported. */
async function predictAs(file, pictures) {
  const weights = `${file}.safetensors`;
  const said = execFileSync(process.execPath, [command, 'import', file, '--out', weights, '--lang', 'en'], {
    encoding: 'utf8',
  });
  const { model, task } = loadModel(weights, { workingDirectory: scratch });
  const { form, shape } = task.input;
  const preparer = new ImagePreparer({ ...form, imageSize: shape[1], normalization: task.input });
  const images = new Float32Array(pictures.length * shape[0] * shape[1] * shape[2]);
  for (const [index, picture] of pictures.entries()) {
    const { pixels } = await readPicture(join(scratch, picture), picture, { form });
    preparer.prepareInto(pixels, 0, images, index);
  }
  const engine = await openEngine(values.engine);
  try {
    const predictor = await Predictor.open(engine, model, shape, pictures.length);
    const { logits } = await predictor.predict(images, pictures.length);
    return { found: said.trimEnd().split('\n').at(-1), ours: Float32Array.from(logits) };
  } finally {
    await engine.close();
  }
}

function compare(ours, theirs) {
  let [difference, norm, largest] = [0, 0, 0];
  for (const [index, value] of theirs.entries()) {
    difference += (ours[index] - value) ** 2;
    norm += value ** 2;
    largest = Math.max(largest, Math.abs(ours[index] - value));
  }
  return { distance: ours.length === theirs.length ? Math.sqrt(difference / norm) : Number.POSITIVE_INFINITY, largest };
}
