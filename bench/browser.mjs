#!/usr/bin/env node
// GoogLeNet's training in a browser's WebAssembly, beside the same WebAssembly in Node on one thread (the engine wasm): they take
// turns, so that the ratios hold although the machine's speed drifts. tfjs is not beside them: its WebAssembly backend has no kernels for the
// gradients of convolutions and pools, so it cannot train the network.
//   npm run build && node bench/browser.mjs [--rounds 7] [--steps 3] [--batch 32] [--sizes 96,48]
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { openEngine } from '../dist/index.js';
import { findChromium } from '../scripts/setup/find-chromium.mjs';
import { openTraining } from './browser/training.mjs';
import { median } from './contender.mjs';
import { describeMachine } from './describe-machine.mjs';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    steps: { type: 'string', default: '3' },
    batch: { type: 'string', default: '32' },
    sizes: { type: 'string', default: '96,48' },
  },
});
const [rounds, steps, batchSize] = [values.rounds, values.steps, values.batch].map(Number);
const sizes = values.sizes.split(',').map(Number);
const program = findChromium();
if (program === undefined) {
  console.error('there is no Chromium or Chrome on this machine');
  process.exit(1);
}

const runtime = (name) => fileURLToPath(new URL(name, import.meta.resolve('onnxruntime-web/wasm')));
const { outputFiles } = await build({
  ...{ entryPoints: [fileURLToPath(new URL('browser/worker.mjs', import.meta.url))], bundle: true, format: 'esm' },
  ...{ platform: 'browser', write: false, logLevel: 'error' },
});
const page = '<!doctype html><html lang="en"><title>bench</title><link rel="icon" href="data:,">';
const types = { '.js': 'text/javascript', '.mjs': 'text/javascript', '.wasm': 'application/wasm' };
const server = createServer(async ({ url }, response) => {
  const { pathname } = new URL(url, 'http://localhost');
  const name = /^\/runtime\/([\w.-]+)$/.exec(pathname)?.[1];
  const content =
    pathname === '/worker.js' ? outputFiles[0].text : name === undefined ? page : await readFile(runtime(name));
  response
    .writeHead(200, {
      'Content-Type': types[extname(pathname)] ?? 'text/html',
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Embedder-Policy': 'require-corp',
    })
    .end(content);
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const browser = await chromium.launch({
  executablePath: program,
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});

/** A page of its own, whose worker trains. */
async function openInBrowser(options) {
  const opened = await browser.newPage();
  await opened.goto(`http://127.0.0.1:${server.address().port}/`);
  await opened.evaluate(() => {
    const worker = new Worker('/worker.js', { type: 'module' });
    globalThis.ask = (message) =>
      new Promise((resolve, reject) => {
        worker.onmessage = ({ data }) => (data.message === undefined ? resolve(data) : reject(new Error(data.message)));
        worker.onerror = ({ message: reason }) => reject(new Error(reason));
        worker.postMessage(message);
      });
  });
  await opened.evaluate((asked) => globalThis.ask(asked), options);
  return {
    turn: async () => (await opened.evaluate(() => globalThis.ask('turn'))).speeds,
    close: () => opened.close(),
  };
}

/** What the page's process holds after so many steps. */
async function watchMemory() {
  const small = { size: 48, batchSize: 8, steps: 20, threads: 1 };
  const page = await openInBrowser(small);
  const session = await browser.newBrowserCDPSession();
  const held = [];
  for (let done = small.steps; done <= 200; done += small.steps) {
    await page.turn();
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    const renderers = processInfo.filter(({ type }) => type === 'renderer');
    const sizes = await Promise.all(renderers.map(({ id }) => readFile(`/proc/${id}/status`, 'utf8')));
    const total = sizes.reduce((sum, text) => sum + Number(/^VmRSS:\s*(\d+)/m.exec(text)?.[1] ?? 0), 0);
    held.push(`${((total * 1024) / 1e6).toFixed(0)} MB after ${done}`);
  }
  console.log(
    `\nThe pages' processes hold, in steps of ${small.batchSize} images of ${small.size}×${small.size}: ${held.join(', ')}.`,
  );
  await page.close();
}

const inNode = await openEngine('wasm', { threads: 1 });
console.log(
  `${describeMachine()}; Node ${process.versions.node}, Chromium ${browser.version()}, onnxruntime-web ${inNode.version}; batch ${batchSize}, ${rounds} rounds of ${steps} steps each\n`,
);
console.log('| images | who | images/s (median) | to Node |\n|---|---|---:|---:|');
for (const size of sizes) {
  const options = { size, batchSize, steps };
  const takeTurn = openTraining(inNode, options);
  const [one, two] = [await openInBrowser({ ...options, threads: 1 }), await openInBrowser({ ...options, threads: 2 })];
  const contestants = { 'Node, 1 thread': takeTurn, 'browser, 1 thread': one.turn, 'browser, 2 threads': two.turn };
  const speeds = Object.fromEntries(Object.keys(contestants).map((name) => [name, []]));
  // The first round compiles and fills caches, and is not counted.
  for (let round = 0; round <= rounds; round++) {
    for (const [name, turn] of Object.entries(contestants)) {
      const measured = await turn();
      if (round > 0) speeds[name].push(...measured);
    }
  }
  const ofNode = median(speeds['Node, 1 thread']);
  for (const [name, all] of Object.entries(speeds)) {
    console.log(`| ${size}×${size} | ${name} | ${median(all).toFixed(1)} | ${(median(all) / ofNode).toFixed(2)} × |`);
  }
  await one.close();
  await two.close();
}
await inNode.close();
if (process.platform === 'linux') await watchMemory();
await browser.close();
server.close();
