#!/usr/bin/env node
// How soon the studio's page draws a run with a long curve, and answers to the pointer on it: in a Chromium without a window, on a run that
// is written for this. `drawn` is from the call of the page until its charts are drawn, `redrawn` from a click on the logarithmic scale until the
// next picture, `pointed at` from a movement of the pointer until the picture with the values under it.
//   npm run build && node bench/studio-chart.mjs [--points 20000] [--rounds 5]
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { findChromium } from '../scripts/setup/find-chromium.mjs';
import { startStudio } from '../scripts/start-studio.mjs';
import { describeMachine } from './describe-machine.mjs';

const { values } = parseArgs({
  options: { points: { type: 'string', default: '20000' }, rounds: { type: 'string', default: '5' } },
});
const [points, rounds] = [values.points, values.rounds].map(Number);
const stepsPerEpoch = 500;
const movements = 60;
const program = findChromium();
if (program === undefined) {
  console.error('there is no Chromium or Chrome on this machine');
  process.exit(1);
}

const directory = mkdtempSync(join(tmpdir(), 'googlenet-bench-'));
writeRun(join(directory, 'long'));
const studio = await startStudio(directory);
const browser = await chromium.launch({
  executablePath: program,
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
const times = { drawn: [], redrawn: [], 'pointed at': [] };
try {
  for (let round = 0; round < rounds; round++) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-GB' });
    const page = await context.newPage();
    await page.goto(new URL('/runs/long', studio.url).href);
    times.drawn.push(await page.evaluate(untilDrawn));
    const over = page.locator('.chart-drawing .u-over').first();
    await over.waitFor();
    await over.scrollIntoViewIfNeeded();
    const box = await over.boundingBox();
    await page.evaluate(watchPointer);
    for (let place = 0; place < movements; place++) {
      await page.mouse.move(box.x + ((place + 0.5) / movements) * box.width, box.y + box.height / 2);
      await page.evaluate(() => globalThis.answered);
    }
    times['pointed at'].push(...(await page.evaluate(() => globalThis.latencies)));
    times.redrawn.push(await page.evaluate(redraw));
    await context.close();
  }
} finally {
  await browser.close();
  studio.end();
  rmSync(directory, { recursive: true, force: true });
}

console.log(
  `${points.toLocaleString('en')} points, ${rounds} rounds, ${describeMachine()}, Chromium ${browser.version()}\n`,
);
console.log('| | median | 95 of 100 | longest |\n|---|---:|---:|---:|');
for (const [name, each] of Object.entries(times)) {
  const sorted = each.toSorted((a, b) => a - b);
  const at = (share) => `${sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))].toFixed(0)} ms`;
  console.log(`| ${name} | ${at(0.5)} | ${at(0.95)} | ${at(1)} |`);
}

/** In the page: milliseconds from its call to the picture with all charts, whose legends show the end of the curves. */
async function untilDrawn() {
  const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const isDrawn = () =>
    document.querySelectorAll('.chart-drawing canvas').length >= 4 &&
    !document.querySelector('main')?.textContent?.includes('read so far');
  while (!isDrawn()) await painted();
  await painted();
  return performance.now();
}

/** In the page: notes for each movement how long the picture took. */
function watchPointer() {
  globalThis.latencies = [];
  globalThis.answered = Promise.resolve();
  document.addEventListener(
    'mousemove',
    ({ timeStamp }) => {
      globalThis.answered = new Promise((done) => {
        requestAnimationFrame(() =>
          setTimeout(() => {
            globalThis.latencies.push(performance.now() - timeStamp);
            done(undefined);
          }),
        );
      });
    },
    { capture: true },
  );
}

/** In the page: milliseconds until the logarithmic scale is drawn. */
function redraw() {
  const box = [...document.querySelectorAll('label')].find((label) =>
    label.textContent?.includes('Logarithmic losses'),
  );
  const input = box?.querySelector('input');
  if (!input) throw new Error('the page has no logarithmic scale');
  const start = performance.now();
  input.click();
  return new Promise((done) => {
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
  });
}

function writeRun(path) {
  mkdirSync(path, { recursive: true });
  const epochs = Math.ceil(points / stepsPerEpoch);
  const options = { epochs, batchSize: 128, imageSize: 96, logEvery: 1 };
  const given = Object.entries(options).map(([name, value]) => [name, { value, source: 'command line' }]);
  const moment = '2026-01-01T00:00:00.000Z';
  const write = (name, value) => writeFileSync(join(path, name), `${JSON.stringify(value)}\n`);
  write('config.json', { version: 1, model: 'GoogLeNet', options: Object.fromEntries(given) });
  write('state.json', { status: 'done', started: moment, updated: moment, resumes: 0 });
  write('environment.json', {
    ...{ time: moment, commandLine: ['googlenet', 'train'], engine: 'onednn', threads: 2, versions: {} },
    datasets: [{ name: 'made-up/train', count: 128 * stepsPerEpoch, sha256: '' }],
  });
  const lines = Array.from({ length: points }, (_, index) => {
    const [epoch, step] = [1 + Math.floor(index / stepsPerEpoch), 1 + (index % stepsPerEpoch)];
    const loss = 2.3 / (1 + epoch) + 0.2 * Math.sin(index * index);
    const point = {
      kind: 'step',
      epoch,
      step,
      loss,
      accuracy: 1 / (1 + loss),
      lr: 0.005,
      imagesPerSecond: 150 + (index % 7),
    };
    const end = {
      kind: 'epoch',
      epoch,
      trainLoss: loss,
      trainAccuracy: 0.8,
      testLoss: loss,
      testAccuracy: 0.8,
      seconds: 400,
    };
    return [point, ...(step === stepsPerEpoch ? [end] : [])].map((line) => `${JSON.stringify(line)}\n`).join('');
  });
  writeFileSync(join(path, 'metrics.jsonl'), lines.join(''));
}
