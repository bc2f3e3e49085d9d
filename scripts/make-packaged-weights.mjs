#!/usr/bin/env node
// The weights that come with the package, from a run of the recipe `fast` without validation images: float16, and beside them how
// they were made and what halving the precision cost on the test images.
//   npm run build && node bin/googlenet.js train --recipe fast --run runs/fast && node scripts/make-packaged-weights.mjs runs/fast
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadModel } from '../dist/cli/options/weights-source.js';
import { classificationReport, DataLoader, fashionMnist, openEngine, predictDataset } from '../dist/index.js';
import { packagedWeights } from '../dist/runs/packaged-weights.js';
import { RunFolder } from '../dist/runs/run-folder.js';

/** Test images that may be told otherwise than by the weights in float32. */
const mostDifferences = 2;

const [run, ...others] = process.argv.slice(2);
if (run === undefined || others.length > 0) {
  console.error('usage: node scripts/make-packaged-weights.mjs RUN');
  process.exit(2);
}
const folder = new RunFolder(run);
const { options } = JSON.parse(readFileSync(folder.config, 'utf8'));
if (options.recipe.value !== 'fast' || options.valSplit.value > 0 || options.limitTrain.value > 0) {
  console.error(`${run}: was not trained by the recipe fast on all 60,000 images`);
  process.exit(2);
}

rmSync(packagedWeights, { force: true });
const program = join(dirname(fileURLToPath(import.meta.url)), '..', 'bin', 'googlenet.js');
// The last epoch's, since the best one was chosen by the test images.
const args = ['export', folder.lastWeights, '--out', packagedWeights, '--dtype', 'float16'];
execFileSync(process.execPath, [program, ...args], { stdio: 'inherit' });

const engine = await openEngine('auto');
const dataset = await fashionMnist({ split: 'test' });
const [whole, half] = [await evaluate(folder.lastWeights), await evaluate(packagedWeights)];
const differences = whole.classes.filter((label, index) => label !== half.classes[index]).length;
const percent = ({ accuracy }) => `${(100 * accuracy).toFixed(2)} %`;
const lost = Math.round((whole.accuracy - half.accuracy) * dataset.count);
if (lost > mostDifferences) throw new Error(`halving the precision costs ${lost} test images`);

const given = Object.entries(options).filter(([, { source }]) => source === 'recipe');
const shown = given.map(([name, { value }]) => `${name} ${value}`);
const path = join(dirname(packagedWeights), 'README.md');
writeFileSync(
  path,
  `# The weights that come with googlenet

\`${basename(packagedWeights)}\`, ${(statSync(packagedWeights).size / 1e6).toFixed(1)} MB: the tutorial's network of 5,977,530 parameters, trained on Fashion-MNIST's 60,000
training images by the recipe \`fast\`, seed ${options.seed.value}, on ${engine.name} ${engine.version}; behind its last epoch, in float16. The recipe, as it was then:

\`${shown.join(', ')}\`

| weights | accuracy on the 10,000 test images |
|---|---:|
| float32, as they were trained | ${percent(whole)} |
| float16, as they are here | ${percent(half)} |

Halved, ${differences === 1 ? '1 test image is' : `${differences} test images are`} taken for something else. The images themselves are not here; Fashion-MNIST is Zalando's, MIT licence.

\`\`\`
node bin/googlenet.js train --recipe fast --run runs/fast
node scripts/make-packaged-weights.mjs runs/fast
\`\`\`
`,
);
await engine.close();
console.log(
  `wrote ${packagedWeights} and ${path}: ${percent(whole)} and ${percent(half)}, ${differences} told otherwise`,
);

async function evaluate(file) {
  const { model, task } = loadModel(file, { workingDirectory: process.cwd() });
  const [, imageSize] = task.input.shape;
  const loader = new DataLoader(dataset, { batchSize: 500, imageSize, normalization: task.input, shuffle: false });
  const predictions = await predictDataset(engine, model, loader);
  const { classCount, logits } = predictions;
  const classes = Array.from({ length: dataset.count }, (_, image) => {
    const row = logits.subarray(image * classCount, (image + 1) * classCount);
    return row.indexOf(Math.max(...row));
  });
  return { accuracy: classificationReport(predictions).accuracy, classes };
}
