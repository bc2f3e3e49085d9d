#!/usr/bin/env node
// How soon a recipe reaches its accuracy: `googlenet train --recipe NAME` for some seeds, from the start of the process to the last
// weights, its tests included; beside it the tutorial's 30 epochs in PyTorch, reckoned from the speed of its steps, and PyTorch
// with the same recipe, also reckoned unless it is trained to the end (--whole).
//   node bench/time-to-accuracy.mjs --recipe fast --seeds 0,1,2 --save results/fast/README.md
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { locateFashionMnist } from '../dist/data/fashion-mnist/locate.js';
import { describeMachine } from './describe-machine.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const python = '/usr/bin/python3';
const { values: options } = parseArgs({
  options: {
    recipe: { type: 'string', default: 'fast' },
    seeds: { type: 'string', default: '0,1,2' },
    threads: { type: 'string', default: '2' },
    precision: { type: 'string', default: 'float32' },
    steps: { type: 'string', default: '30' },
    whole: { type: 'boolean', default: false },
    'without-pytorch': { type: 'boolean', default: false },
    save: { type: 'string' },
  },
});
const tutorialImages = 30 * 60_000;

const googlenet = (...words) => [process.execPath, [join(root, 'bin/googlenet.js'), ...words]];
const run = ([program, words]) =>
  execFileSync(program, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
const recipe = JSON.parse(run(googlenet('recipes', '--json'))).find(({ name }) => name === options.recipe);
if (recipe === undefined) throw new Error(`--recipe: there is no ${options.recipe}`);

const ours = options.seeds.split(',').map(train);
const theirs = options['without-pytorch'] ? undefined : await measurePyTorch();
const page = report();
process.stdout.write(page);
if (options.save !== undefined) {
  mkdirSync(dirname(options.save), { recursive: true });
  writeFileSync(options.save, page);
}

function train(seed) {
  const folder = mkdtempSync(join(tmpdir(), 'time-to-accuracy-'));
  try {
    const place = join(folder, 'run');
    const started = Date.now();
    const words = ['--seed', seed, '--threads', options.threads, '--precision', options.precision, '--run', place];
    console.error(run(googlenet('train', '--recipe', options.recipe, ...words, '--quiet', '--lang', 'en')));
    const seconds = (statSync(join(place, 'weights/last.safetensors')).mtimeMs - started) / 1000;
    const [head, ...rows] = readFileSync(join(place, 'metrics.csv'), 'utf8').trim().split('\n');
    const accuracy = Number(rows.at(-1).split(',')[head.split(',').indexOf('test_accuracy')]);
    const { versions } = JSON.parse(readFileSync(join(place, 'environment.json'), 'utf8'));
    console.error(`seed ${seed} · ${seconds.toFixed(1)} s · ${(100 * accuracy).toFixed(2)} %`);
    return { seed, seconds, accuracy, versions };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measurePyTorch() {
  const bench = (...words) => {
    const shared = ['--json', '--batch-size', '128', '--steps', '5', '--threads', options.threads];
    return JSON.parse(run([python, [join(root, 'bench/pytorch/bench.py'), ...shared, ...words]])).imagesPerSecond;
  };
  const tutorial = bench();
  console.error(`the tutorial's script · ${tutorial} images/s`);
  const { directory } = await locateFashionMnist();
  const sameRecipe = (...words) => {
    const limit = options.whole ? [] : ['--limit-steps', options.steps];
    const shared = [directory, '--recipe', JSON.stringify(recipe.options), '--threads', options.threads, ...limit];
    return JSON.parse(run([python, [join(root, 'bench/pytorch/recipe.py'), ...shared, ...words]]));
  };
  const plain = sameRecipe();
  console.error(`PyTorch, the same recipe · ${JSON.stringify(plain)}`);
  const channelsLast = sameRecipe('--channels-last');
  console.error(`PyTorch, channels last, the same recipe · ${JSON.stringify(channelsLast)}`);
  return { tutorial, plain, channelsLast };
}

function report() {
  const mean = (of) => ours.reduce((sum, one) => sum + of(one), 0) / ours.length;
  const seconds = mean((one) => one.seconds);
  const percent = (share) => `${(100 * share).toFixed(2)} %`;
  const times = (other) => `${(other / seconds).toFixed(1)} ×`;
  const rows = ours.map((one) => [`googlenet, seed ${one.seed}`, one.seconds.toFixed(1), percent(one.accuracy), '']);
  rows.push(['googlenet, mean', seconds.toFixed(1), percent(mean((one) => one.accuracy)), '1.0 ×']);
  if (theirs !== undefined) {
    const { tutorial, plain, channelsLast } = theirs;
    const reckoned = tutorialImages / tutorial;
    rows.push(["the tutorial's 30 epochs in PyTorch", reckoned.toFixed(0), '90.21 % (published)', times(reckoned)]);
    for (const [who, { seconds: measured, imagesPerSecond, accuracy }] of [
      ['this recipe in PyTorch', plain],
      ['this recipe in PyTorch, channels last', channelsLast],
    ]) {
      const all = options.whole ? measured : (recipe.options.epochs * 60_000) / imagesPerSecond;
      rows.push([who, all.toFixed(0), options.whole ? percent(accuracy) : 'not trained to the end', times(all)]);
    }
  }
  const table = [['', 'seconds', 'test accuracy', 'time, of ours'], ['---', '---:', '---:', '---:'], ...rows];
  const [{ versions }] = ours;
  return [
    `# The recipe ${options.recipe}, ${new Date().toISOString().slice(0, 10)}`,
    '',
    `\`${printOptions()}\``,
    '',
    ...table.map((cells) => `| ${cells.join(' | ')} |`),
    '',
    "Ours from the start of the process to the last weights, its tests included. PyTorch's times are reckoned from the speed of steps on",
    `images that lie ready in memory${options.whole ? ', those of this recipe measured to the end' : ''}.`,
    '',
    `${describeMachine()} · ${options.threads} threads · ${Object.entries(versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(' · ')} · \`node bench/time-to-accuracy.mjs ${process.argv.slice(2).join(' ')}\``,
    '',
  ].join('\n');
}

function printOptions() {
  return Object.entries(recipe.options)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}
