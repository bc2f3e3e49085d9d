#!/usr/bin/env node
// Several processes of one thread beside one process of several threads, on one machine, ours and PyTorch's (DistributedDataParallel with
// Gloo): the programs take turns, one step each, so that the ratios hold although the machine's speed drifts.
//   npm run build && node bench/distributed.mjs --steps 12 [--save FILE.md]
import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { launchers } from '../test/distributed/launchers.mjs';
import { Contender, endContenders, median, table } from './contender.mjs';
import { describeMachine } from './describe-machine.mjs';

const { values: options } = parseArgs({
  options: {
    steps: { type: 'string', default: '12' },
    ranks: { type: 'string', default: '2' },
    'batch-size': { type: 'string', default: '128' },
    'image-size': { type: 'string', default: '96' },
    save: { type: 'string' },
  },
});
const { ranks, steps } = options;
const sizes = [options['batch-size'], options['image-size']];
const python = '/usr/bin/python3';

function fail(message) {
  endContenders();
  console.error(`distributed: ${message}`);
  process.exit(1);
}

const rank = 'bench/distributed/rank.mjs';
const ofRank = [process.execPath, rank, '1', ...sizes, 'mpi'];
const [mpich, openMpi] = launchers.map(({ program }) => program);
const asRoot = process.getuid?.() === 0 ? ['--allow-run-as-root'] : [];
const hasTorch = spawnSync(python, ['-c', 'import torch']).status === 0;
const torch = ['bench/pytorch/bench.py', '--interactive', '--json', '--mode', 'train', '--channels-last'];
const torchSizes = ['--batch-size', sizes[0], '--image-size', sizes[1]];
const programs = [
  ['one', `googlenet, 1 process × ${ranks} threads`, process.execPath, [rank, ranks, ...sizes]],
  ...(mpich === undefined
    ? []
    : [['mpi', `googlenet, ${ranks} processes × 1 thread, MPICH`, mpich, ['-n', ranks, ...ofRank]]]),
  ...(openMpi === undefined
    ? []
    : [['mpi', `googlenet, ${ranks} processes × 1 thread, Open MPI`, openMpi, [...asRoot, '-n', ranks, ...ofRank]]]),
  ...(hasTorch
    ? [
        [
          'torch',
          `PyTorch, channels last, 1 process × ${ranks} threads`,
          python,
          [...torch, '--threads', ranks, ...torchSizes],
        ],
        [
          'ddp',
          `PyTorch, channels last, DDP, ${ranks} processes × 1 thread`,
          python,
          ['bench/pytorch/ddp.py', '--ranks', ranks, ...torchSizes],
        ],
      ]
    : []),
];

const contenders = [];
for (const [kind, who, command, argv] of programs) {
  console.error(`starting ${who}`);
  const contender = Object.assign(new Contender({ who, command, argv, fail }), { kind, times: [] });
  await contender.warmUp();
  contenders.push(contender);
}
for (let step = 1; step <= Number(steps); step++) {
  for (const contender of contenders) {
    // A rank that waits for the next step asks often for its first second.
    await sleep(1500);
    contender.times.push(await contender.step());
  }
  console.error(`step ${step}/${steps}: ${contenders.map(({ times }) => `${times.at(-1).toFixed(0)} ms`).join(' · ')}`);
}
for (const contender of contenders) await contender.finish();

/** The kind of what does the same in one process. */
const references = { one: 'one', mpi: 'one', torch: 'torch', ddp: 'torch' };
const rows = contenders.map(({ who, kind, times, result }) => {
  const reference = contenders.find((other) => other.kind === references[kind]);
  const ratios = times.map((time, step) => reference.times[step] / time);
  const waits =
    result.waits?.length > 0 && result.transport !== undefined ? `${median(result.waits).toFixed(1)} ms` : '';
  return [
    who,
    `${median(times).toFixed(0)} ms`,
    `${((Number(sizes[0]) * 1000) / median(times)).toFixed(1)}`,
    `${median(ratios).toFixed(2)} ×`,
    waits,
  ];
});
const [{ result: ours }] = contenders;
const transports = contenders.flatMap(({ result }) => result.transport ?? []);
const versions = [ours.engine, ...transports, contenders.find(({ kind }) => kind === 'torch')?.result.engine];
const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
const report = `# Processes of one thread beside threads of one process, ${new Date().toISOString().slice(0, 10)}

The tutorial's network, batches of ${sizes[0]} images of ${sizes[1]}×${sizes[1]} in all, ${steps} steps each, taken in turn with a pause between. Ratios are medians of pairs, to the same program in one process.
A step adds up ${(ours.gradientBytes / 1e6).toFixed(1)} MB of gradients; *waiting* is all time in collectives, that for the other process included.

${table(['who', 'step (median)', 'images/s', 'to one process', 'waiting in a step'], rows)}

${describeMachine()} · ${versions.filter(Boolean).join(' · ')} · Node ${process.version} · ${commit} · \`node bench/distributed.mjs --steps ${steps}\`
`;
process.stdout.write(report);
if (options.save !== undefined) writeFileSync(options.save, report);
