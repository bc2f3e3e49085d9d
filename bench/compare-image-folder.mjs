#!/usr/bin/env node
// A folder of photos, trained on by torchvision's ImageFolder and DataLoader and by `googlenet train --data`: seconds of the
// first epoch, from the start of the process and with an empty cache, and of the third. The programs take turns, a whole
// training each, round after round, so that the ratios hold although the machine's speed drifts.
//   node bench/compare-image-folder.mjs [FOLDER] --rounds 3 --save bench/results/
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import sharp from 'sharp';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '3' },
    threads: { type: 'string', default: '2' },
    save: { type: 'string' },
  },
});
const work = mkdtempSync(join(tmpdir(), 'image-folder-bench-'));
const python = ['/usr/bin/python3', join(root, 'bench/pytorch/image_folder.py')];

try {
  const folder = positionals[0] ?? (await makePhotos(join(work, 'photos')));
  const images = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length;
  const contenders = [
    { who: 'torchvision', times: [], run: () => [...python, folder, '--threads', values.threads] },
    {
      who: 'torchvision, channels last',
      times: [],
      run: () => [...python, folder, '--threads', values.threads, '--channels-last'],
    },
    { who: 'googlenet', times: [], run: (round) => ours(folder, round) },
  ];
  for (let round = 1; round <= Number(values.rounds); round++) {
    for (const contender of contenders) {
      const epochs = await timeEpochs(contender.run(round), round);
      contender.times.push(epochs);
      console.error(`round ${round} · ${contender.who} · ${epochs.map((seconds) => seconds.toFixed(1)).join(' · ')} s`);
    }
  }
  const page = report(contenders, images);
  console.log(page);
  if (values.save !== undefined) {
    const file = join(values.save, `${new Date().toISOString().slice(0, 10)}-image-folder.md`);
    writeFileSync(file, `${page}\n`);
    console.error(`written to ${file}`);
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}

function ours(folder, round) {
  const program = [process.execPath, join(root, 'bin/googlenet.js'), 'train', '--data', folder, '--epochs', '3'];
  return [...program, '--threads', values.threads, '--quiet', '--lang', 'en', '--run', join(work, `run-${round}`)];
}

/** @returns seconds of each epoch; the first from the start of the process */
async function timeEpochs([command, ...args], round) {
  const cache = join(work, `cache-${round}-${args.length}`);
  mkdirSync(cache, { recursive: true });
  const begin = performance.now();
  const child = spawn(command, args, {
    env: { ...process.env, XDG_CACHE_HOME: cache },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ends = [];
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith('epoch')) ends.push((performance.now() - begin) / 1000);
  }
  rmSync(cache, { recursive: true, force: true });
  if (ends.length !== 3) throw new Error(`${command} ended after ${ends.length} epochs; what it printed is above`);
  return ends.map((end, index) => end - (ends[index - 1] ?? 0));
}

function report(contenders, images) {
  const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
  const secondsOf = ({ times }, epoch) => median(times.map((epochs) => epochs[epoch]));
  const [reference] = contenders;
  const rows = contenders.map((contender) => {
    const [first, third] = [0, 2].map((epoch) => secondsOf(contender, epoch));
    const ratios = [secondsOf(reference, 0) / first, secondsOf(reference, 2) / third].map(
      (ratio) => `${ratio.toFixed(2)} ×`,
    );
    return `| ${contender.who} | ${first.toFixed(1)} s | ${ratios[0]} | ${third.toFixed(1)} s | ${ratios[1]} |`;
  });
  return [
    `# A folder of photos, beside torchvision`,
    '',
    `${images} files, 96×96 in colour, batches of 32, ${values.threads} threads, the same network; medians of ${values.rounds} interleaved`,
    `rounds. The first epoch counts from the start of the process: imports, and for googlenet the decoding into an empty cache.`,
    `Validation on a fifth of the images is part of each epoch. torchvision has two workers.`,
    '',
    `* ${cpus()[0].model}, ${cpus().length} cores, Node ${process.versions.node}`,
    `* \`node bench/compare-image-folder.mjs --rounds ${values.rounds}\``,
    '',
    '| who | first epoch | to torchvision | third epoch | to torchvision |',
    '|---|---:|---:|---:|---:|',
    ...rows,
  ].join('\n');
}

/** 1,000 JPEGs of 500×375 in eight classes: soft shapes under fine grain, so that decoding costs what a photo's does. */
async function makePhotos(folder) {
  let state = 1;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 24;
  };
  const noise = (width, height) => ({
    raw: { width, height, channels: 3 },
    pixels: Uint8Array.from({ length: width * height * 3 }, random),
  });
  for (let index = 0; index < 1000; index++) {
    const name = join(folder, `class-${index % 8}`);
    mkdirSync(name, { recursive: true });
    const coarse = noise(8 + (index % 8), 6);
    const fine = noise(500, 375);
    const shapes = await sharp(coarse.pixels, { raw: coarse.raw }).resize(500, 375, { fit: 'fill' }).raw().toBuffer();
    const grained = shapes.map((level, at) => Math.max(0, Math.min(255, level + (fine.pixels[at] >> 3) - 16)));
    await sharp(grained, { raw: fine.raw })
      .jpeg({ quality: 90 })
      .toFile(join(name, `${index}.jpg`));
  }
  return folder;
}
