// Trains each network with its rate, one after the other, by the command line: an ordinary run that anyone could make.
import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { isThere } from '../../dist/runs/reading.js';
import { configValues, readRunConfig } from '../../dist/runs/run-config.js';
import { RunFolder } from '../../dist/runs/run-folder.js';
import { readRunState } from '../../dist/runs/run-state.js';
import { cheapestFirst } from './cost.mjs';
import { epochs, modelOptions, recipe } from './networks.mjs';
import { readRates } from './rates-file.mjs';
import { say } from './say.mjs';

const command = fileURLToPath(new URL('../../bin/googlenet.js', import.meta.url));
/** A minute or two of the slowest, so that no more is lost where the process is killed. */
const stepsBetweenCheckpoints = 100;

/** @returns whether all are trained */
export async function train({ names, results, runs, threads, limitTrain, limitTest, stop }) {
  const rates = readRates(results);
  let isWhole = true;
  for (const name of cheapestFirst(names)) {
    if (stop.aborted) return false;
    const rate = rates[name]?.rate;
    if (typeof rate !== 'number') {
      say(`${name} · left out: it has no rate yet; choose comes first`);
      isWhole = false;
      continue;
    }
    const wanted = { model: name, ...modelOptions(name), ...recipe, epochs, lr: rate, limitTrain, limitTest };
    const isTrained = await trainOne(name, wanted, { runs, threads, stop });
    isWhole &&= isTrained;
  }
  return isWhole;
}

async function trainOne(name, wanted, { runs, threads, stop }) {
  const path = join(runs, name);
  const folder = new RunFolder(resolve(path));
  const given = threads === undefined ? [] : ['--threads', String(threads)];
  if (!folder.holdsRun) {
    say(`${name} · begins, rate ${wanted.lr}`);
    // Each step is logged, for the median of them all.
    const logging = ['--log-every', '1', '--checkpoint-every', String(stepsBetweenCheckpoints)];
    return runCommand(name, ['--run', path, ...argumentsOf(wanted), ...logging, ...given], stop);
  }
  const saved = configValues(readRunConfig(folder));
  const other = Object.keys(wanted).find((key) => (saved[key] ?? undefined) !== wanted[key]);
  if (other !== undefined) {
    say(
      `${name} · left out: ${path} has ${other} ${saved[other]}, not ${wanted[other]}; remove it, or give other --runs`,
    );
    return false;
  }
  const { status, message } = isThere(folder.state) ? readRunState(folder) : { status: 'interrupted' };
  if (status === 'done') say(`${name} · is done`);
  else if (status === 'diverged') say(`${name} · diverged: ${message}`);
  if (status === 'done' || status === 'diverged') return status === 'done';
  say(`${name} · goes on, rate ${wanted.lr}`);
  return runCommand(name, ['--resume', path, ...given], stop);
}

function argumentsOf(wanted) {
  return Object.entries(wanted).flatMap(([key, value]) => {
    const option = key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    return value === undefined ? [] : [`--${option}`, String(value)];
  });
}

/** In a process group of its own: Ctrl-C reaches it through us, once. @returns whether it succeeded */
async function runCommand(name, options, stop) {
  const child = spawn(process.execPath, [command, 'train', ...options, '--quiet', '--lang', 'en'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const end = () => child.kill('SIGTERM');
  stop.addEventListener('abort', end);
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => say(`${name} · ${line}`));
  }
  const [code, signal] = await new Promise((done, fail) => {
    child.once('error', fail);
    child.once('close', (...end) => done(end));
  });
  stop.removeEventListener('abort', end);
  if (code !== 0 && !stop.aborted) say(`${name} · ended with ${signal ?? `exit code ${code}`}`);
  return code === 0;
}
