// Commands whose output is taken away while they work: a reader that stops reading, a full disk, a terminal that closes.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { RunFolder } from '../../src/runs/run-folder.ts';
import { readRunState } from '../../src/runs/run-state.ts';
import { temporaryFolder } from './context.ts';

const program = fileURLToPath(new URL('command-process.mjs', import.meta.url));
const hasFullDevice = existsSync('/dev/full');
/** Whether there is util-linux's `script`, which runs a command on a terminal of its own that closes with it. */
const hasScript = /util-linux/.test(String(spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout));

const workingDirectory = temporaryFolder();
const options = '--batch-size 4 --limit-test 4 --image-size 17 --threads 1 --log-every 1 --lang en'.split(' ');
const training = (run: string, epochs = 2) => ['train', ...options, '--epochs', String(epochs), '--run', run];
/** Epochs enough for a signal to come before the end. */
const long = 1000;

interface Commanded {
  /** `'closed'` from the beginning, or read until the text has come. */
  readonly stdout?: 'full' | 'closed' | { readonly until: string };
  readonly stderr?: 'full';
  /** Sent when nobody reads any more. */
  readonly signal?: NodeJS.Signals;
}

/** @returns how it ended, and all of its standard error that could be read */
async function command(argv: readonly string[], { stdout, stderr, signal }: Commanded = {}) {
  const full = () => openSync('/dev/full', 'w');
  const child = spawn(process.execPath, [program, ...argv], {
    cwd: workingDirectory,
    stdio: ['ignore', stdout === 'full' ? full() : 'pipe', stderr === 'full' ? full() : 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const ended = once(child, 'close');
  let complaint = '';
  child.stderr?.on('data', (text) => {
    complaint += text;
  });
  if (stdout === 'closed') child.stdout?.destroy();
  else if (typeof stdout === 'object' && child.stdout !== null) {
    await readUntil(stdout.until, child.stdout);
    child.stdout.destroy();
  } else child.stdout?.resume();
  if (signal !== undefined) child.kill(signal);
  const [exitCode] = await ended;
  return { exitCode, stderr: complaint };
}

async function readUntil(text: string, stream: Readable): Promise<void> {
  let read = '';
  for await (const part of stream.iterator({ destroyOnReturn: false })) {
    read += part;
    if (read.includes(text)) return;
  }
}

/** Its weights, and its metrics but for times. */
function fingerprint(run: string): readonly string[] {
  const { lastWeights, metrics } = new RunFolder(join(workingDirectory, run));
  return [
    createHash('sha256').update(readFileSync(lastWeights)).digest('hex'),
    readFileSync(metrics, 'utf8').replaceAll(/"(seconds|imagesPerSecond)":[^,}]*/g, ''),
  ];
}

const statusOf = (run: string) => readRunState(new RunFolder(join(workingDirectory, run))).status;

describe('a training', () => {
  let expected: readonly string[];
  beforeAll(async () => {
    const child = spawnSync(process.execPath, [program, ...training('heard')], { cwd: workingDirectory });
    expect(String(child.stderr)).toBe('');
    expected = fingerprint('heard');
  });

  it('goes on to its end where nobody reads any more, saying so once', async () => {
    const end = await command(training('head'), { stdout: { until: 'step 1/2' } });
    expect(end).toEqual({
      exitCode: 0,
      stderr: 'warning: standard output is lost (broken pipe); the work goes on without it\n',
    });
    expect(statusOf('head')).toBe('done');
    expect(fingerprint('head')).toEqual(expected);
    expect(existsSync(join(workingDirectory, 'head', 'report.html'))).toBe(true);
  });

  it('goes on to its end on a full disk, also where both outputs go to it', async ({ skip }) => {
    skip(!hasFullDevice, 'this system has no /dev/full');
    const end = await command(training('full'), { stdout: 'full', stderr: 'full' });
    expect(end).toEqual({ exitCode: 0, stderr: '' });
    expect(statusOf('full')).toBe('done');
    expect(fingerprint('full')).toEqual(expected);
  });

  it('that is stopped together with its reader, as by Ctrl-C on `| tee log`, is saved', async () => {
    const end = await command(training('tee', long), { stdout: { until: 'step 2/2' }, signal: 'SIGINT' });
    expect(end.exitCode).toBe(130);
    expect(end.stderr).toMatch(/^warning: standard output is lost .*\n$/);
    expect(statusOf('tee')).toBe('stopped');
  });

  it('is saved when its terminal is closed, and ends as one that was told to', async ({ skip }) => {
    skip(!hasScript, 'there is no script of util-linux to make a terminal');
    const line = [process.execPath, program, ...training('closed', long)].join(' ');
    // The system tells the shell that the terminal is closed, and the shell its job; it stays to write down the exit code.
    const shell = `TERM=dumb ${line} & trap 'kill -HUP $!' HUP; wait $!; wait $!; echo $? > exit-code`;
    const terminal = spawn('script', ['-qfc', shell, '/dev/null'], {
      cwd: workingDirectory,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    await readUntil('step 2/2', terminal.stdout);
    terminal.kill('SIGKILL');
    const exitCode = join(workingDirectory, 'exit-code');
    await expect.poll(() => existsSync(exitCode) && readFileSync(exitCode, 'utf8')).toBe('129\n');
    expect(statusOf('closed')).toBe('stopped');
    expect(existsSync(new RunFolder(join(workingDirectory, 'closed')).lock)).toBe(false);
  });

  it('that nobody sees evaluated is evaluated all the same', async () => {
    const argv = ['evaluate', 'heard', '--image-size', '17', '--threads', '1'];
    expect(await command(argv, { stdout: 'closed' })).toEqual({ exitCode: 0, stderr: '' });
    expect(existsSync(join(workingDirectory, 'heard', 'evaluation.json'))).toBe(true);
  });
});

describe.each([['summary'], ['train --help']])('googlenet %s', (line) => {
  it('ends quietly where nobody reads', async () => {
    expect(await command(line.split(' '), { stdout: 'closed' })).toEqual({ exitCode: 0, stderr: '' });
  });

  it('fails in one line on a full disk', async ({ skip }) => {
    skip(!hasFullDevice, 'this system has no /dev/full');
    expect(await command(line.split(' '), { stdout: 'full' })).toEqual({
      exitCode: 1,
      stderr:
        'error NOT_WRITTEN: standard output: cannot be written: no space left on device · ' +
        'hint: free some space, or send the output elsewhere\n',
    });
  });
});

it('an error that cannot be told is still in the exit code', async () => {
  expect((await command(['nothing'], hasFullDevice ? { stderr: 'full' } : {})).exitCode).toBe(2);
});
