#!/usr/bin/env node
// The networks of GoogLeNet's line and what came after, trained alike on Fashion-MNIST: what the tutorial's claim, as accurate
// as its forerunners at less computation, comes to. Three phases; each can be stopped at any moment and started again.
//   npm run build && node scripts/lineage.mjs choose && node scripts/lineage.mjs train && node scripts/lineage.mjs record
import { parseArgs } from 'node:util';
import { onStopSignal, signalExitCodes } from '../dist/cli/terminal/stop-signals.js';
import { untilStopped } from '../dist/cli/train/train-until-stopped.js';
import { GoogLeNetError } from '../dist/index.js';
import { choose } from './lineage/choose.mjs';
import { networks } from './lineage/networks.mjs';
import { record } from './lineage/record.mjs';
import { say } from './lineage/say.mjs';
import { train } from './lineage/train.mjs';

const phases = { choose, train, record };

const usage = `usage: node scripts/lineage.mjs choose|train|record [options]

  choose   the peak learning rate of each network: three or four tries of one epoch on 8,000 training images, judged by
           2,000 others; test images are never looked at. Each try is kept in rates.json; one that is stopped begins anew
  train    each network with its rate, three epochs on all training images, the cheapest first, by 'googlenet train';
           what was begun goes on at its last checkpoint
  record   the table, the plot and each network's epochs, of what is there; says which networks are missing

  --only NAMES        some of ${Object.keys(networks).join(', ')}
  --results FOLDER    of rates.json and the record (default: results/lineage)
  --runs FOLDER       of the runs (default: runs-lineage)
  --threads COUNT     threads that compute (default: all cores)
  --epochs N          choose: epochs of a try, where one teaches a network nothing (default: 1)
  --limit-train N     choose: training images, a fifth of them to judge by (default: 10000); train: the first N alone
  --limit-test N      train: the first N test images alone
  --help              print this

Ctrl-C and SIGTERM stop after the step that runs; a second one at once.`;

const request = readRequest();
if (request === undefined) console.log(usage);
else await run(request);

function readRequest() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        only: { type: 'string' },
        results: { type: 'string', default: 'results/lineage' },
        runs: { type: 'string', default: 'runs-lineage' },
        threads: { type: 'string' },
        epochs: { type: 'string' },
        'limit-train': { type: 'string' },
        'limit-test': { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) return undefined;
    const [phase, ...others] = positionals;
    if (!Object.hasOwn(phases, phase ?? '') || others.length > 0) throw new Error('give one of choose, train, record');
    const names = values.only?.split(',') ?? Object.keys(networks);
    const unknownName = names.find((name) => !Object.hasOwn(networks, name));
    if (unknownName !== undefined)
      throw new Error(`--only: '${unknownName}' is none of ${Object.keys(networks).join(', ')}`);
    const [threads, epochs, limitTrain, limitTest] = ['threads', 'epochs', 'limit-train', 'limit-test'].map((name) => {
      const text = values[name];
      if (text !== undefined && !/^[1-9]\d*$/.test(text)) throw new Error(`--${name} is '${text}', expected a count`);
      return text === undefined ? undefined : Number(text);
    });
    if (epochs !== undefined && phase !== 'choose') throw new Error('--epochs is for choose: the others have three');
    const { results, runs } = values;
    return { phase, names, results, runs, threads, epochs, limitTrain, limitTest };
  } catch (error) {
    console.error(`${error.message}\n\n${usage}`);
    process.exit(2);
  }
}

/** The exit code is 1 where something that was asked for is not there in the end. */
async function run({ phase, ...options }) {
  const signals = { onStopSignal, exit: (code) => process.exit(code) };
  const stopping = () => say('stopping after this step; the same command goes on from there');
  try {
    const { result, signal } = await untilStopped(signals, stopping, (stop) => phases[phase]({ ...options, stop }));
    process.exitCode = signal === undefined ? (result ? 0 : 1) : signalExitCodes[signal];
  } catch (error) {
    if (!(error instanceof GoogLeNetError)) throw error;
    say(`error ${error.code}: ${error.message}`);
    process.exitCode = 1;
  }
}
