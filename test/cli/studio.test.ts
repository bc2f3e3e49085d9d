import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { locateFashionMnist } from '../../src/data/fashion-mnist/locate.ts';
import { describeUnless, withoutDataset } from '../support/unless.ts';
import { runCommand, temporaryFolder } from './context.ts';

function folderWithRuns(): string {
  const workingDirectory = temporaryFolder();
  mkdirSync(join(workingDirectory, 'runs'));
  return workingDirectory;
}

const program = fileURLToPath(new URL('../../bin/googlenet.js', import.meta.url));

/** Ctrl-C as soon as the address is printed. */
const untilOpen = { signalAfter: (printed: string) => (printed.includes('http://') ? ('SIGINT' as const) : undefined) };

describe('googlenet studio', () => {
  it('says where it is, and ends with Ctrl-C', async () => {
    const workingDirectory = folderWithRuns();
    const english = await runCommand(['studio'], { workingDirectory, ...untilOpen });
    expect(english).toMatchObject({ exitCode: 0, stderr: '' });
    expect(english.stdout).toMatch(/^studio at http:\/\/127\.0\.0\.1:\d+\/ · Ctrl-C ends it\n$/);
    const chinese = await runCommand(['studio', 'runs', '--lang', 'zh'], { workingDirectory, ...untilOpen });
    expect(chinese.stdout).toMatch(/^studio 已启动：http:\/\/127\.0\.0\.1:\d+\/ · 按 Ctrl-C 结束\n$/);
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'ends with %s as a process, also while pages are connected',
    async (signal) => {
      const argv = [program, 'studio', '--lang', 'en'];
      const child = spawn(process.execPath, argv, { cwd: folderWithRuns(), stdio: ['ignore', 'pipe', 'pipe'] });
      onTestFinished(() => void child.kill('SIGKILL'));
      const ended = once(child, 'close');
      let printed = '';
      for (const output of [child.stdout, child.stderr]) {
        output.on('data', (part) => {
          printed += part;
        });
      }
      await expect.poll(() => printed).toContain('http://');
      const [address] = /http:\S+/.exec(printed) ?? [''];
      const stream = await fetch(`${address}api/events`);
      const reading = stream.text();
      child.kill(signal);
      expect(await ended).toEqual([0, null]);
      expect(printed.split('\n')).toEqual([`studio at ${address} · Ctrl-C ends it`, '']);
      await reading;
    },
  );

  it('outlives the terminal where it ends with its input: the training that reads it still has something to show', async () => {
    const argv = [program, 'studio', '--until-input-ends'];
    const child = spawn(process.execPath, argv, { cwd: folderWithRuns(), stdio: ['pipe', 'pipe', 'inherit'] });
    onTestFinished(() => void child.kill('SIGKILL'));
    const ended = once(child, 'close');
    const [line] = await once(createInterface({ input: child.stdout }), 'line');
    const [address] = /http:\S+/.exec(line) ?? [''];
    child.kill('SIGHUP');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await isServed(address)).toBe(true);
    child.stdin.end();
    expect(await ended).toEqual([0, null]);
  });

  it('shows in its help how it is used, and that it can be open to others', async () => {
    const { exitCode, stdout, stderr } = await runCommand(['studio', '--help']);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/\nExamples:\n {2}googlenet studio {2,}the runs in runs\/, at an address that it prints\n/);
    expect(stdout).toMatch(
      /\n {2}googlenet studio --host 0\.0\.0\.0 +for other machines too: anyone .* can read the runs\n/,
    );
    expect(stdout).toMatch(/--port <number> .*0 is any that is free/);
    for (const line of stdout.split('\n').filter((each) => /^ {2}googlenet /.test(each))) {
      const [command] = line.trim().split(/ {2,}/);
      const workingDirectory = folderWithRuns();
      mkdirSync(join(workingDirectory, 'runs', 'googlenet-1'));
      mkdirSync(join(workingDirectory, 'elsewhere', 'runs'), { recursive: true });
      const quiet = () => spawn(process.execPath, ['-e', ''], { stdio: 'ignore' });
      const argv = command
        .split(' ')
        .slice(1)
        .map((word) => (word === '8080' ? '0' : word));
      const shown = await runCommand(argv, { workingDirectory, spawn: quiet, ...untilOpen });
      expect([command, shown.exitCode, shown.stdout]).toEqual([command, 0, expect.stringContaining('http://')]);
    }
  });

  it('ends with its standard input where it was told so', async () => {
    const world = { workingDirectory: folderWithRuns(), input: 'not read' };
    expect(await runCommand(['studio', '--until-input-ends'], world)).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it('warns where other machines reach it', async () => {
    const argv = ['studio', '--host', '0.0.0.0'];
    const { exitCode, stdout, stderr } = await runCommand(argv, { workingDirectory: folderWithRuns(), ...untilOpen });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^studio at http:\/\/localhost:\d+\//);
    expect(stderr).toMatch(/^warning: anyone who reaches this machine can read the runs, at /);
  });

  it('answers to the names that it is allowed', async () => {
    const argv = [program, 'studio', '--allow-host', 'studio.example,10.0.0.1', '--lang', 'en'];
    const child = spawn(process.execPath, argv, { cwd: folderWithRuns(), stdio: ['ignore', 'pipe', 'inherit'] });
    onTestFinished(() => void child.kill('SIGKILL'));
    const [printed] = await once(child.stdout, 'data');
    const [address] = /http:\S+/.exec(String(printed)) ?? [''];
    const statusOf = async (host: string) => {
      const [answer] = await once(get(`${address}api/networks`, { headers: { host } }), 'response');
      return answer.resume().statusCode;
    };
    expect(await Promise.all(['studio.example', '10.0.0.1:81', 'evil.example'].map(statusOf))).toEqual([200, 200, 403]);
  });

  it('opens the browser, and says the address again where there is none', async () => {
    const opened: string[] = [];
    const spawnBrowser =
      (command: string) =>
      (_: string, argv: readonly string[]): ChildProcess => {
        opened.push(argv.at(-1) ?? '');
        return spawn(command, ['-e', 'setTimeout(() => {}, 20)'], { stdio: 'ignore' });
      };
    const workingDirectory = folderWithRuns();
    const signalAfter = untilOpen.signalAfter;
    const there = await runCommand(['studio', '--open'], {
      workingDirectory,
      spawn: spawnBrowser(process.execPath),
      signalAfter,
    });
    expect(there.stderr).toBe('');
    expect(there.stdout).toContain(opened[0]);
    const missing = await runCommand(['studio', '--open', '--until-input-ends'], {
      workingDirectory,
      spawn: spawnBrowser('/nowhere/browser'),
    });
    expect(missing.exitCode).toBe(0);
    expect(missing.stderr).toBe(`warning: no browser could be opened: go to ${opened[1]}\n`);
  });

  it.each([
    [['none'], /^error INVALID_OPTION: RUNS_DIR is 'none', which does not exist · hint: .*googlenet train/],
    [['file'], /^error INVALID_OPTION: RUNS_DIR is 'file', which is an empty file, not a folder · hint: /],
    [['--port', '70000'], /^error INVALID_OPTION: --port is '70000'/],
    [['--port', '-1'], /^error INVALID_OPTION: --port is '-1'/],
    [['--port', 'x'], /^error INVALID_OPTION: --port is 'x'/],
  ] as const)('refuses %j before it begins', async (argv, message) => {
    const workingDirectory = folderWithRuns();
    writeFileSync(join(workingDirectory, 'file'), '');
    const { exitCode, stdout, stderr } = await runCommand(['studio', ...argv], { workingDirectory });
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd()).not.toContain('\n');
  });

  it('says in one line that it cannot listen', async () => {
    const workingDirectory = folderWithRuns();
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const taken = await runCommand(['studio', '--port', String(port)], { workingDirectory });
    other.close();
    expect([taken.exitCode, taken.stdout]).toEqual([1, '']);
    expect(taken.stderr).toMatch(
      /^error \w+: port \d+ of 127\.0\.0\.1 is in use · hint: choose another one with --port/,
    );
    const foreign = await runCommand(['studio', '--host', '203.0.113.9'], { workingDirectory });
    expect(foreign.exitCode).toBe(1);
    expect(foreign.stderr).toMatch(
      /^error \w+: cannot listen on 203\.0\.113\.9, port 0: .* · hint: give an address of/,
    );
  });
});

const dataset = await locateFashionMnist();

/** As a user types it, in a process of its own: the studio is one, too. */
class Training {
  readonly workingDirectory = temporaryFolder();
  readonly #child: ChildProcess;
  readonly lines: string[] = [];
  #onLine = () => {};

  constructor(epochs: number, environment: NodeJS.ProcessEnv = {}) {
    const sizes = '--batch-size 4 --limit-train 32 --limit-test 4 --image-size 8 --threads 1 --lang en';
    const argv = [program, 'train', '--studio', '--epochs', String(epochs), ...sizes.split(' ')];
    const env = { ...process.env, ...environment };
    this.#child = spawn(process.execPath, argv, { cwd: this.workingDirectory, env, stdio: ['ignore', 'pipe', 'pipe'] });
    onTestFinished(() => this.kill());
    for (const input of [this.#child.stdout, this.#child.stderr]) {
      if (input === null) continue;
      createInterface({ input }).on('line', (line) => {
        this.lines.push(line);
        this.#onLine();
      });
    }
  }

  /** @returns the address of the run's page */
  async watchedAt(): Promise<string> {
    const find = () => this.lines.map((line) => /^watch it at (http:\S+)$/.exec(line)?.[1]).find((url) => url);
    while (find() === undefined) {
      await new Promise<void>((done) => {
        this.#onLine = done;
      });
    }
    return find() ?? '';
  }

  async end(): Promise<number | null> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return this.#child.exitCode;
    const [exitCode] = await once(this.#child, 'close');
    return exitCode;
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }
}

const isServed = async (url: string) => {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
};

describeUnless(withoutDataset(dataset), 'googlenet train --studio', () => {
  it('shows the run while it trains, and ends with it', async () => {
    const training = new Training(12);
    const url = await training.watchedAt();
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/runs\/googlenet-1$/);
    expect(await isServed(url)).toBe(true);
    expect(await (await fetch(new URL('/api/runs/googlenet-1', url))).json()).toMatchObject({ id: 'googlenet-1' });
    expect(await training.end(), training.lines.join('\n')).toBe(0);
    expect(training.lines.at(-1)).toMatch(/open it again with: .*googlenet(\.js)? studio runs$/);
    await expect.poll(() => isServed(url)).toBe(false);
  });

  it('ends with a training that is killed', async () => {
    const training = new Training(2000);
    const url = await training.watchedAt();
    expect(await isServed(url)).toBe(true);
    training.kill();
    expect(await training.end()).toBe(null);
    await expect.poll(() => isServed(url)).toBe(false);
  });
});

it('a studio that cannot start only warns, and the training goes on', async () => {
  const broken = () => spawn(process.execPath, ['-e', 'console.error("no page"); process.exit(1)']);
  const argv = 'train --studio --epochs 5 --batch-size 4 --limit-train 8 --limit-test 4 --image-size 8 --threads 1';
  const { exitCode, stdout, stderr } = await runCommand([...argv.split(' '), '--quiet'], { spawn: broken });
  expect(exitCode).toBe(0);
  expect(stderr).toBe('warning: there is no studio, the training goes on without: no page\n');
  expect(stdout).toContain('results are in ');
});
