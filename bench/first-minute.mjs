#!/usr/bin/env node
// How long a newcomer waits: `npm start` in a fresh clone, for each engine, from the command to the end of set-up, the first training
// step, the first epoch and the result. npm's cache is used as it is; what set-up installs of the system is there from the first clone on.
//   node bench/first-minute.mjs --engines onednn,onnxruntime --save bench/results/DATE-first-minute.md
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { describeMachine } from './describe-machine.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values: options } = parseArgs({
  options: {
    engines: { type: 'string', default: 'onednn,onnxruntime' },
    'first-step': { type: 'boolean', default: false },
    save: { type: 'string' },
  },
});

/** What is waited for, and the line of the output that says it is there. */
const moments = [
  { name: 'set up', line: /results go to / },
  { name: 'first step', line: /· step \d+\/\d+ ·/ },
  { name: 'first epoch', line: /^epoch 0*1\/\d+ · train loss/ },
  { name: 'result', line: /^results are in / },
];
const last = moments[options['first-step'] ? 1 : 3];

const rows = [];
for (const engine of options.engines.split(',')) rows.push(await measure(engine));
const page = report();
process.stdout.write(page);
if (options.save !== undefined) writeFileSync(options.save, page);

async function measure(engine) {
  const folder = mkdtempSync(join(tmpdir(), 'first-minute-'));
  try {
    execFileSync('git', ['clone', '--quiet', root, folder]);
    const started = performance.now();
    const child = spawn('npm', ['start', '--', '--engine', engine, '--lang', 'en'], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: true,
    });
    const seconds = {};
    for await (const line of createInterface({ input: child.stdout })) {
      console.error(line);
      const moment = moments.find(({ name, line: wanted }) => !(name in seconds) && wanted.test(line));
      if (moment !== undefined) seconds[moment.name] = (performance.now() - started) / 1000;
      if (last.name in seconds) break;
    }
    if (!(last.name in seconds)) throw new Error(`${engine}: npm start ended before: ${last.name}`);
    const run = join(folder, 'runs/googlenet-1');
    if (options['first-step']) process.kill(-child.pid, 'SIGTERM');
    const { versions } = JSON.parse(readFileSync(join(run, 'environment.json'), 'utf8'));
    const [head, ...epochs] = readFileSync(join(run, 'metrics.csv'), 'utf8').trim().split('\n');
    const accuracy = options['first-step'] ? '' : epochs.at(-1).split(',')[head.split(',').indexOf('test_accuracy')];
    return { engine, seconds, accuracy, versions };
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 500 });
  }
}

function report() {
  const measured = moments.slice(0, moments.indexOf(last) + 1);
  const time = (seconds) => (seconds < 100 ? `${seconds.toFixed(1)} s` : `${(seconds / 60).toFixed(1)} min`);
  const percent = (share) => (share === '' ? '' : `${(100 * share).toFixed(2)} %`);
  const table = [
    ['engine', ...measured.map(({ name }) => name), 'test accuracy'],
    ['---', ...measured.map(() => '---:'), '---:'],
    ...rows.map(({ engine, seconds, accuracy, versions }) => [
      `${engine} ${versions[engine] ?? ''}`.trim(),
      ...measured.map(({ name }) => time(seconds[name])),
      percent(accuracy),
    ]),
  ];
  return [
    `# \`npm start\` in a fresh clone, ${new Date().toISOString().slice(0, 10)}`,
    '',
    'From the command until it is there. npm has its packages in its cache; dataset and oneDNN were on the machine.',
    '',
    ...table.map((cells) => `| ${cells.join(' | ')} |`),
    '',
    `${describeMachine()} · node ${process.versions.node} · \`node bench/first-minute.mjs ${process.argv.slice(2).join(' ')}\``,
    '',
  ].join('\n');
}
