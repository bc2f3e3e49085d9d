#!/usr/bin/env node
// PyTorch's training step (or inference) and ours, side by side: the programs stay alive and take turns, one step each,
// A B C A B C …, so that a machine that speeds up or slows down does so for all, and the ratios hold.
//   node bench/compare.mjs --mode train --batch-size 128 --steps 10 --engine auto --threads 2 --save bench/results/
// With --busy 0,1,2 each turn is taken beside no, one and two other processes that compute all the time. With --precision bf16 PyTorch's
// autocast and our bf16 take part too. With --engine webgpu (and --device) ours computes on a GPU, and PyTorch beside it on CUDA's, where
// it has one.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { BusyProcesses } from './busy-processes.mjs';
import { Contender, endContenders, median, table } from './contender.mjs';
import { describeMachine } from './describe-machine.mjs';

const python = '/usr/bin/python3';

const usage =
  'usage: node bench/compare.mjs [--model NAME] [--image-size N] [--mode train|infer] [--batch-size N] [--steps N] [--threads N] [--engine NAME] [--device GPU] [--precision bf16] [--busy COUNTS] [--save FILE.md | FOLDER/]';

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        model: { type: 'string', default: 'googlenet' },
        'image-size': { type: 'string', default: '96' },
        mode: { type: 'string', default: 'train' },
        'batch-size': { type: 'string', default: '128' },
        steps: { type: 'string', default: '10' },
        threads: { type: 'string', default: '2' },
        engine: { type: 'string', default: 'auto' },
        device: { type: 'string' },
        precision: { type: 'string', default: 'float32' },
        busy: { type: 'string', default: '0' },
        save: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
    for (const name of ['image-size', 'batch-size', 'steps', 'threads']) {
      if (!/^[1-9]\d*$/.test(values[name])) throw new Error(`--${name} is '${values[name]}', expected a whole number`);
    }
    if (!['float32', 'bf16'].includes(values.precision))
      throw new Error(`--precision is '${values.precision}', expected float32 or bf16`);
    if (!/^\d+(,\d+)*$/.test(values.busy)) throw new Error(`--busy is '${values.busy}', expected counts such as 0,1,2`);
    return { ...values, busy: [...new Set(values.busy.split(',').map(Number))] };
  } catch (error) {
    console.error(`${error.message}\n${usage}`);
    process.exit(2);
  }
}

/** What a contender took, beside each number of busy processes. */
class Timed extends Contender {
  #times = new Map(options.busy.map((count) => [count, []]));

  timesBeside(busy) {
    return this.#times.get(busy);
  }

  async stepBeside(busy) {
    const milliseconds = await this.step();
    this.timesBeside(busy).push(milliseconds);
    return milliseconds;
  }

  /** Images a second, by the median step. */
  speed(busy) {
    return (Number(options['batch-size']) * 1000) / median(this.timesBeside(busy));
  }
}

function fail(message) {
  endContenders();
  busyProcesses.end();
  console.error(`compare: ${message}`);
  process.exit(1);
}

function hasTorch() {
  return runsInPython('import torch');
}

/** Whether PyTorch has a GPU, which is CUDA's. */
function hasCuda() {
  return runsInPython('import sys, torch; sys.exit(0 if torch.cuda.is_available() else 1)');
}

function runsInPython(code) {
  try {
    execFileSync(python, ['-c', code], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** The command line without the option that says where the table is saved. */
function commandLine() {
  const words = process.argv.slice(2);
  const save = words.findIndex((word) => word.startsWith('--save'));
  if (save >= 0) words.splice(save, words[save].includes('=') ? 1 : 2);
  return words.join(' ');
}

function printTable(contenders) {
  const [first] = options.busy;
  const [tutorial, channelsLast] = contenders;
  const rows = contenders.map((contender) => [
    contender.who,
    contender.speed(first).toFixed(1),
    `${(contender.speed(first) / tutorial.speed(first)).toFixed(2)} ×`,
    `${(contender.speed(first) / channelsLast.speed(first)).toFixed(2)} ×`,
    `${median(contender.timesBeside(first)).toFixed(0)} ms`,
    `${contender.result.peakRssMb.toFixed(0)} MB`,
    `${(contender.result.peakRssMb / tutorial.result.peakRssMb).toFixed(2)} ×`,
  ]);
  const toPlain = options.model === 'googlenet' ? "to the tutorial's" : 'to PyTorch';
  return table(['who', 'images/s (median)', toPlain, 'to channels last', 'step', 'peak memory', toPlain], rows);
}

/** What is left of each one's speed beside busy processes. */
function printBusyTable(contenders) {
  const [first, ...others] = options.busy;
  const shown = (contender, count) => {
    const share = (100 * contender.speed(count)) / contender.speed(first);
    return `${contender.speed(count).toFixed(1)} (${share.toFixed(0)} %)`;
  };
  const rows = contenders.map((contender) => [
    contender.who,
    contender.speed(first).toFixed(1),
    ...others.map((count) => shown(contender, count)),
  ]);
  return table(['images/s beside so many busy processes', ...options.busy.map(String)], rows);
}

const options = readOptions();
if (options.help) {
  console.log(usage);
  process.exit(0);
}
if (!hasTorch()) {
  console.log('compare: skipped, because PyTorch is missing · hint: apt-get install python3-torch');
  process.exit(0);
}

const busyProcesses = new BusyProcesses(Math.max(...options.busy));

const shared = [
  '--interactive',
  '--json',
  '--model',
  options.model,
  '--image-size',
  options['image-size'],
  '--mode',
  options.mode,
  '--batch-size',
  options['batch-size'],
  '--threads',
  options.threads,
];
const pytorch = join('bench', 'pytorch', 'bench.py');
const isOnGpu = options.engine === 'webgpu' || options.device !== undefined;
const isTorchOnGpu = isOnGpu && hasCuda();
if (isOnGpu && !isTorchOnGpu) {
  console.error('compare: PyTorch has no GPU here (torch.cuda), so it computes on the processor beside ours');
}
const torchOptions = [...shared, '--device', isTorchOnGpu ? 'cuda' : 'cpu'];
const ourDevice = options.device === undefined ? [] : ['--device', options.device];
const ourProgram = [join('bin', 'googlenet.js'), 'bench', ...shared, '--engine', options.engine, ...ourDevice];
const inBf16 = [
  ['PyTorch, channels last, autocast to bf16', python, [pytorch, ...torchOptions, '--channels-last', '--autocast']],
  ['googlenet, bf16', process.execPath, [...ourProgram, '--precision', 'bf16']],
];
const programs = [
  [options.model === 'googlenet' ? "PyTorch, the tutorial's script" : 'PyTorch', python, [pytorch, ...torchOptions]],
  ['PyTorch, channels last', python, [pytorch, ...torchOptions, '--channels-last']],
  ...(options.precision === 'bf16' ? inBf16 : []),
  ['googlenet', process.execPath, ourProgram],
];

const contenders = [];
for (const [who, command, args] of programs) {
  console.error(`starting ${who}`);
  const contender = new Timed({ who, command, argv: args, fail });
  await contender.warmUp();
  contenders.push(contender);
}
for (let step = 1; step <= Number(options.steps); step++) {
  for (const count of options.busy) {
    busyProcesses.run(count);
    const times = [];
    for (const contender of contenders) times.push(`${(await contender.stepBeside(count)).toFixed(0)} ms`);
    console.error(`step ${step}/${options.steps}, ${count} busy: ${times.join(' · ')}`);
  }
}
busyProcesses.end();
for (const contender of contenders) await contender.finish();
const ours = contenders.at(-1);
ours.who = `googlenet, ${ours.result.engine}`;

const onGpu = ours.result.device === undefined ? '' : ` on ${ours.result.device}`;

const date = new Date().toISOString().slice(0, 10);
const report = [
  `# ${options.mode === 'train' ? 'Training step' : 'Inference'} of ${options.model}, ${date}`,
  '',
  `Batch ${options['batch-size']}, ${options['image-size']}×${options['image-size']}, ${options.threads} threads, ${options.steps} steps each, taken in turn.`,
  '',
  printTable(contenders),
  '',
  ...(isOnGpu && !isTorchOnGpu ? ['PyTorch has no GPU here and computed on the processor.', ''] : []),
  ...(options.busy.length > 1 ? [printBusyTable(contenders), ''] : []),
  `${describeMachine()} · ${contenders[0].result.engine} · ${ours.result.engine} ${ours.result.engineVersion}${onGpu} · Node ${process.version} · \`node bench/compare.mjs ${commandLine()}\``,
  '',
].join('\n');
process.stdout.write(report);
if (options.save !== undefined) {
  const path = options.save.endsWith('.md')
    ? options.save
    : join(options.save, `${date}-${options.mode}-${ours.result.engine}.md`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, report);
  console.error(`saved ${path}`);
}
