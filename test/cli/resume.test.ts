// `googlenet train --resume`, from config.json to the last byte.
import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeSafetensors } from '../../src/formats/safetensors.ts';
import { sizeOf } from '../../src/graph/shape.ts';
import { GoogLeNet } from '../../src/models/googlenet.ts';
import { RunFolder } from '../../src/runs/run-folder.ts';
import { RunLock } from '../../src/runs/run-lock.ts';
import { readRunState } from '../../src/runs/run-state.ts';
import { runCommand, temporaryFolder } from './context.ts';

/** Zeros need not be drawn; the biases alone make them learn. */
function zeros(): string {
  const file = join(temporaryFolder(), 'zeros.safetensors');
  const tensors = [...new GoogLeNet().namedParameters()].map(
    ([name, { shape }]) => [name, { dtype: 'F32', shape, data: new Float32Array(sizeOf(shape)) }] as const,
  );
  writeSafetensors(file, new Map(tensors));
  return file;
}

const sizes = '--batch-size 4 --limit-train 8 --limit-test 4 --image-size 8 --threads 1 --quiet'.split(' ');
const training = [...'train --epochs 2 --lr 0.1 --momentum 0.9 --schedule cosine'.split(' '), ...sizes];

/** A run that was stopped in its first epoch. */
async function stoppedRun() {
  const workingDirectory = temporaryFolder();
  const argv = [...training, '--init', zeros(), '--run', 'mine', '--log-every', '1', '--checkpoint-every', '1'];
  let seen = 0;
  const { exitCode } = await runCommand(argv, {
    workingDirectory,
    // Behind the first epoch's line.
    signalAfter: (printed) => (printed.includes('epoch 001/2') && seen++ === 0 ? 'SIGINT' : undefined),
  });
  expect(exitCode).toBe(130);
  return { workingDirectory, folder: new RunFolder(join(workingDirectory, 'mine')), argv };
}

describe('googlenet train --resume', () => {
  it('goes on with the options of config.json, and ends with the bytes of an uninterrupted run', async () => {
    const { workingDirectory, folder, argv } = await stoppedRun();
    expect(readRunState(folder)).toMatchObject({ status: 'stopped', resumes: 0 });
    const { options } = JSON.parse(readFileSync(folder.config, 'utf8'));
    expect(options.lr).toEqual({ value: 0.1, source: 'command line' });
    expect(options.seed).toEqual({ value: 0, source: 'default' });

    const resumed = await runCommand(['train', '--resume', 'mine'], { workingDirectory });
    expect(resumed).toMatchObject({ exitCode: 0, stderr: '' });
    expect(resumed.stdout).toMatch(/^epoch 002\/2 · .*\nresults are in mine: .*\n$/);
    expect(readRunState(folder)).toMatchObject({ status: 'done', resumes: 1 });
    const environment = JSON.parse(readFileSync(folder.environment, 'utf8'));
    expect(environment).toMatchObject({
      engine: expect.stringMatching(/^on/),
      threads: 1,
      commandLine: ['googlenet', ...argv],
    });
    expect(environment.resumes).toMatchObject([{ commandLine: ['googlenet', 'train', '--resume', 'mine'] }]);
    expect(readFileSync(folder.summary, 'utf8')).toContain('Total params: 5,977,530');

    const whole = new RunFolder(join(workingDirectory, 'whole'));
    await runCommand(argv.with(argv.indexOf('mine'), 'whole'), { workingDirectory });
    const last = (run: RunFolder) => readFileSync(run.lastWeights);
    expect(last(folder).equals(last(whole))).toBe(true);
    const metrics = ({ metrics }: RunFolder) =>
      readFileSync(metrics, 'utf8').replaceAll(/"(seconds|imagesPerSecond)":[^,}]*/g, '');
    expect(metrics(folder)).toBe(metrics(whole));

    const again = await runCommand(['train', '--resume', 'mine'], { workingDirectory });
    expect(again).toMatchObject({ exitCode: 0, stdout: 'all 2 epochs are done; for more, add a larger --epochs\n' });
    const more = await runCommand(['train', '--resume', 'mine', '--epochs', '3'], { workingDirectory });
    expect(more.stdout).toMatch(/^epoch 003\/3 · /);
  });

  it('refuses what would change the training, all at once, and touches nothing', async () => {
    const { workingDirectory, folder } = await stoppedRun();
    const before = readFileSync(folder.config, 'utf8');
    const argv = 'train --resume mine --lr 0.2 --no-shuffle --limit-train 4 --epochs 1 --quiet'.split(' ');
    const hint = (name: string) => `hint: leave ${name} out, or start a new run from its weights with --init`;
    expect(await runCommand(argv, { workingDirectory })).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: [
        `error INVALID_OPTION: --lr is 0.2, but the run was started with 0.1 · ${hint('--lr')}`,
        `error INVALID_OPTION: --limit-train is 4, but the run was started with 8 · ${hint('--limit-train')}`,
        `error INVALID_OPTION: --no-shuffle is false, but the run was started with true · ${hint('--no-shuffle')}`,
        `error INVALID_OPTION: --epochs is 1, but the run was started for 2: it may only grow · ${hint('--epochs')}`,
        '',
      ].join('\n'),
    });
    expect(readFileSync(folder.config, 'utf8')).toBe(before);

    // Also if somebody changed config.json: the checkpoint knows better.
    writeFileSync(folder.config, before.replace('"value": 0.1', '"value": 0.2'));
    const { exitCode, stderr } = await runCommand(['train', '--resume', 'mine'], { workingDirectory });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('--lr is 0.2, but the run was started with 0.1')]);
  });

  it('uses the newest checkpoint that is whole, and says so', async () => {
    const { workingDirectory, folder } = await stoppedRun();
    const newest = readdirSync(folder.checkpoints).sort().at(-1) ?? '';
    truncateSync(join(folder.checkpoints, newest), 1_000_000);
    const { exitCode, stderr, stdout } = await runCommand(['train', '--resume', 'mine'], { workingDirectory });
    expect(exitCode).toBe(0);
    expect(stderr).toContain(`warning: ${join(folder.checkpoints, newest)}: is damaged`);
    expect(stdout).toContain('epoch 002/2');
  });

  it('says who trains in the folder', async () => {
    const { workingDirectory, folder } = await stoppedRun();
    using _lock = RunLock.take(folder.lock);
    for (const place of ['--resume', '--run']) {
      const { exitCode, stderr } = await runCommand(['train', place, 'mine'], { workingDirectory });
      expect(exitCode).toBe(1);
      expect(stderr).toMatch(
        new RegExp(
          `^error RUN_LOCKED: ${folder.path}: process ${process.pid} on ${hostname()} trains here since 20.* · hint: `,
        ),
      );
    }
  });

  it.each([
    ['a folder that holds no run', ['--resume', '.'], "--resume is '.', which holds no run (config.json)"],
    ['a new folder beside', ['--resume', '.', '--run', 'x'], '--run does not go with --resume'],
    [
      'a warm-up before a one-cycle',
      ['--schedule', 'one-cycle', '--warmup', '9'],
      '--warmup is not for --schedule one-',
    ],
    ['half a checkpoint', ['--checkpoint-every', '0.5'], "is '0.5', expected a whole number of at least 1, or epoch"],
  ])('refuses %s', async (_, options, message) => {
    const { exitCode, stderr } = await runCommand(['train', ...options]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(message)]);
  });

  it('records a run that diverged, and ends with one line', async () => {
    const workingDirectory = temporaryFolder();
    const argv = ['train', ...sizes, '--lr', '1e30', '--epochs', '9', '--run', 'mine'];
    const { exitCode, stderr } = await runCommand(argv, { workingDirectory });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^error DIVERGED: epoch \d, step \d: .* · hint: .*\n$/);
    const { status, message } = readRunState(new RunFolder(join(workingDirectory, 'mine')));
    expect([status, message]).toEqual(['diverged', expect.stringContaining('epoch ')]);
  });
});
