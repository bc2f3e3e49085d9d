// `googlenet train --resume`, from config.json to the last byte.
import { cpSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { availableParallelism, hostname } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { RunFolder } from '../../src/runs/run-folder.ts';
import { RunLock } from '../../src/runs/run-lock.ts';
import { readRunState } from '../../src/runs/run-state.ts';
import { snapshot } from '../support/snapshot.ts';
import { writeZeroWeights } from '../support/zero-weights.ts';
import { runCommand, temporaryFolder } from './context.ts';

const zeros = () => writeZeroWeights(join(temporaryFolder(), 'zeros.safetensors'));

const sizes = '--batch-size 4 --limit-train 8 --limit-test 4 --image-size 8 --threads 1 --quiet'.split(' ');
const training = [...'train --epochs 2 --lr 0.1 --momentum 0.9 --schedule cosine'.split(' '), ...sizes];

/** A run that was stopped behind its first epoch, for all tests. */
let stopped: { readonly workingDirectory: string; readonly argv: readonly string[] };

beforeAll(async () => {
  const workingDirectory = temporaryFolder();
  const argv = [...training, '--init', zeros(), '--run', 'mine', '--log-every', '1', '--checkpoint-every', '1'];
  let seen = 0;
  const { exitCode } = await runCommand(argv, {
    workingDirectory,
    // Behind the first epoch's line.
    signalAfter: (printed) => (printed.includes('epoch 001/2') && seen++ === 0 ? 'SIGINT' : undefined),
  });
  expect(exitCode).toBe(130);
  stopped = { workingDirectory, argv };
});

/** A copy of that run, to be changed. */
function stoppedRun() {
  const workingDirectory = temporaryFolder();
  cpSync(stopped.workingDirectory, workingDirectory, { recursive: true });
  return { workingDirectory, folder: new RunFolder(join(workingDirectory, 'mine')), argv: stopped.argv };
}

describe('googlenet train --resume', () => {
  it('goes on with the options of config.json, and ends with the bytes of an uninterrupted run', async () => {
    const { workingDirectory, folder, argv } = stoppedRun();
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
    expect(again).toMatchObject({
      exitCode: 0,
      stdout: 'the training is complete after 2 epochs; for more, add a larger --epochs\n',
    });
    const resumeArguments = ['train', '--resume', 'mine', '--epochs', '3', '--hold-schedule'];
    const more = await runCommand(resumeArguments, { workingDirectory });
    expect(more.stdout).toMatch(/^epoch 003\/3 · /);
    expect(more.stderr).toContain('goes on to epoch 3; behind epoch 2 the learning rate stays at its last value');
    const rates = readFileSync(folder.metrics, 'utf8')
      .split('\n')
      .flatMap((line) => (line.includes('"step"') ? [JSON.parse(line)] : []))
      .flatMap(({ epoch, lr }) => (epoch >= 2 ? [lr] : []));
    // The cosine over four steps ends at 0.1 (1 + cos(3π/4)) / 2.
    expect(rates.slice(1)).toEqual([rates[1], rates[1], rates[1]]);
    expect(rates[1]).toBeCloseTo(0.05 * (1 + Math.cos((3 * Math.PI) / 4)), 9);
    const held = JSON.parse(readFileSync(folder.config, 'utf8')).options;
    expect([held.epochs.value, held.scheduleEpochs.value, held.holdSchedule]).toEqual([3, 2, undefined]);
    // Its length is written down now, so that later starts need not ask.
    const further = await runCommand(['train', '--resume', 'mine', '--epochs', '4'], { workingDirectory });
    expect(further).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it('lays the schedule out anew, or ends earlier, where it is told so', async () => {
    const { workingDirectory, folder } = stoppedRun();
    const resume = (...options: string[]) =>
      runCommand(['train', '--resume', 'mine', ...options], { workingDirectory });
    expect(await resume('--epochs', '0')).toMatchObject({ exitCode: 2 });
    const earlier = await resume('--epochs', '1', '--hold-schedule');
    expect(earlier.stderr).toBe('');
    expect(earlier.stdout).toContain('the training is complete after 1 epoch;');
    const { exitCode, stderr } = await resume('--epochs', '4', '--stretch-schedule');
    expect(exitCode).toBe(0);
    expect(stderr).toContain('laid out anew over 4 epochs instead of 1: the learning rate jumps');
    const { options } = JSON.parse(readFileSync(folder.config, 'utf8'));
    expect([options.epochs.value, options.scheduleEpochs.value]).toEqual([4, null]);
    const fewer = await resume('--epochs', '2');
    expect(fewer.exitCode).toBe(2);
    expect(fewer.stderr).toContain('is laid out for 4');
    const done = await resume('--epochs', '2', '--hold-schedule');
    expect([done.exitCode, done.stderr]).toEqual([
      2,
      'error INVALID_OPTION: --epochs is 2, but 4 are done · hint: --epochs 4 ends the run where it is\n',
    ]);
  });

  it('keeps the number of threads, and says where another one is given, or another engine', async () => {
    const { workingDirectory, folder } = stoppedRun();
    const { engine } = JSON.parse(readFileSync(folder.environment, 'utf8'));
    const refused = await runCommand(['train', '--resume', 'mine', '--engine', 'reference'], { workingDirectory });
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toContain(`--engine is reference, but the run was started with ${engine} · hint: leave`);
    expect(refused.stderr).toContain('or add --allow-engine-change');

    const argv = ['train', '--resume', 'mine', '--engine', 'onnxruntime', '--allow-engine-change', '--threads', '2'];
    const { exitCode, stderr } = await runCommand(argv, { workingDirectory });
    expect(exitCode).toBe(0);
    expect(stderr).toContain('the number of threads was 1 and is 2: from here on, numbers differ in their last digits');
    if (engine !== 'onnxruntime') expect(stderr).toContain(`the engine was ${engine} and is onnxruntime`);
    const again = await runCommand(['train', '--resume', 'mine', '--epochs', '3', '--hold-schedule'], {
      workingDirectory,
    });
    expect(again.stderr).not.toContain('was');

    // As on a machine with fewer cores than the one that the run began on.
    const cores = availableParallelism();
    const config = readFileSync(folder.config, 'utf8');
    writeFileSync(folder.config, config.replace(/("threads": \{\s*"value": )2/, `$1${cores + 1}`));
    const many = await runCommand(['train', '--resume', 'mine', '--epochs', '4'], { workingDirectory });
    expect(many.stderr).toContain(`keeps its ${cores + 1} threads, more than the ${cores} cores here`);
  });

  it('refuses flags of a resumed run in a new one', async () => {
    const { exitCode, stderr } = await runCommand(['train', '--hold-schedule', '--allow-engine-change']);
    expect(exitCode).toBe(2);
    expect(stderr.match(/is for a run that goes on/g)).toHaveLength(2);
  });

  it('refuses what would change the training, all at once, and touches nothing', async () => {
    const { workingDirectory, folder } = stoppedRun();
    const before = readFileSync(folder.config, 'utf8');
    const all = snapshot(folder.path);
    const argv = 'train --resume mine --lr 0.2 --no-shuffle --limit-train 4 --epochs 9 --quiet'.split(' ');
    const hint = (name: string) => `hint: leave ${name} out, or start a new run from its weights with --init`;
    expect(await runCommand(argv, { workingDirectory })).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: [
        `error INVALID_OPTION: --lr is 0.2, but the run was started with 0.1 · ${hint('--lr')}`,
        `error INVALID_OPTION: --limit-train is 4, but the run was started with 8 · ${hint('--limit-train')}`,
        `error INVALID_OPTION: --no-shuffle is false, but the run was started with true · ${hint('--no-shuffle')}`,
        "error INVALID_OPTION: --epochs is 9, but the run's schedule, cosine, is laid out for 2 · hint: --hold-schedule keeps the planned learning rates, and the last one behind them; --stretch-schedule lays it out anew, and the rate jumps",
        '',
      ].join('\n'),
    });
    expect(snapshot(folder.path)).toEqual(all);

    // Also if somebody changed config.json: the checkpoint knows better.
    writeFileSync(folder.config, before.replace('"value": 0.1', '"value": 0.2'));
    const changed = snapshot(folder.path);
    const { exitCode, stderr } = await runCommand(['train', '--resume', 'mine'], { workingDirectory });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('--lr is 0.2, but the run was started with 0.1')]);
    expect(snapshot(folder.path)).toEqual(changed);
  });

  it.each<[string, (folder: RunFolder) => void, string]>([
    ['another dataset', () => {}, 'error INVALID_CHECKPOINT: the training cannot go on: trainData was  and is other'],
    [
      'an environment.json that is damaged',
      ({ environment }) => writeFileSync(environment, '{'),
      'error RUN_FOLDER: .*environment.json: cannot be read: ',
    ],
    [
      'no checkpoint left',
      ({ checkpoints }) => {
        for (const name of readdirSync(checkpoints)) rmSync(join(checkpoints, name));
      },
      'error RUN_FOLDER: .*mine: was trained, but no checkpoint can be used to go on from: checkpoints holds none; the metrics tell of 1 epoch; there are weights/last.safetensors and weights/best.safetensors · hint: put its checkpoints back, or start a new run from its weights with --init .*mine/weights/last.safetensors; nothing was changed\n$',
    ],
  ])('is refused with %s, and leaves every byte as it was', async (name, spoil, message) => {
    const { workingDirectory, folder } = stoppedRun();
    spoil(folder);
    const before = snapshot(folder.path);
    const { exitCode, stderr } = await runCommand(['train', '--resume', 'mine'], {
      workingDirectory,
      datasetHash: name === 'another dataset' ? 'other' : '',
    });
    expect([exitCode, stderr]).toEqual([1, expect.stringMatching(new RegExp(`^${message}`))]);
    expect(snapshot(folder.path)).toEqual(before);
  });

  it('speaks the language that the run was started with, errors too, unless --lang or nothing but the locale says it', async () => {
    const { workingDirectory, folder } = stoppedRun();
    const resume = async (...options: readonly string[]) => {
      const { stderr } = await runCommand(['train', '--resume', 'mine', '--lr', '1', ...options], { workingDirectory });
      return stderr;
    };
    expect(await resume()).toMatch(/^error INVALID_OPTION: --lr is 1, but/);
    const config = JSON.parse(readFileSync(folder.config, 'utf8'));
    config.options.lang = { value: 'zh', source: 'command line' };
    writeFileSync(folder.config, JSON.stringify(config));
    expect(await resume()).toMatch(/^错误 INVALID_OPTION：--lr 为 1，但/);
    expect(await resume('--epochs', '0')).toMatch(/^错误 INVALID_OPTION：--epochs 为 '0'/);
    expect(await resume('--lang', 'en')).toMatch(/^error INVALID_OPTION: --lr is 1, but/);
    writeFileSync(folder.config, '{');
    expect(await resume()).toMatch(/^error RUN_FOLDER: /);
  });

  it('sends who wants to go on with the run of a program to that program', async () => {
    const { workingDirectory, folder } = stoppedRun();
    const config = JSON.parse(readFileSync(folder.config, 'utf8'));
    for (const option of Object.values<{ source: string }>(config.options)) option.source = 'program';
    const refusal = async (...words: readonly string[]) => {
      writeFileSync(folder.config, JSON.stringify(config));
      return (await runCommand(['train', ...words], { workingDirectory })).stderr;
    };
    const problem = "error INVALID_OPTION: --resume is 'mine', which a program of its own trained, with recordRun";
    const hint = 'hint: give that program the checkpoint as resumeFrom';
    expect(await refusal('--resume', 'mine')).toBe(
      `${problem}: only that can go on with it · ${hint}, or start a new run with --init mine\n`,
    );
    expect(await refusal('--config', 'mine/config.json')).toMatch(
      /^error .*, of a run that a program of its own trained/,
    );
    delete config.task;
    expect((await refusal('--resume', 'mine')).endsWith(`${hint}\n`)).toBe(true);
  });

  it('takes over from another machine by --force alone, and says what that means', async () => {
    const { workingDirectory, folder } = stoppedRun();
    const token = '00000000-0000-4000-8000-000000000000';
    writeFileSync(folder.lock, JSON.stringify({ pid: 7, host: 'elsewhere', birth: '', since: '2026-01-01', token }));
    const before = snapshot(folder.path);
    const refused = await runCommand(['train', '--resume', 'mine'], { workingDirectory });
    expect(refused).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: `error RUN_LOCKED: ${folder.path}: process 7 on elsewhere trains here since 2026-01-01 · hint: wait for it; if nothing trains on elsewhere any more, take the run over: --resume with --force\n`,
    });
    expect(snapshot(folder.path)).toEqual(before);
    const { exitCode, stderr } = await runCommand(['train', '--resume', 'mine', '--force'], { workingDirectory });
    expect([exitCode, stderr]).toEqual([
      0,
      'warning: taken over from process 7 on elsewhere, which has held it since 2026-01-01; if that still trains, both write into this folder and spoil the run\n',
    ]);
    expect(readFileSync(folder.config, 'utf8')).not.toContain('force');

    using _lock = RunLock.take(folder.lock);
    const alive = await runCommand(['train', '--resume', 'mine', '--force'], { workingDirectory });
    expect(alive).toMatchObject({ exitCode: 1, stderr: expect.stringContaining(`process ${process.pid} on `) });
  });

  it('uses the newest checkpoint that is whole, and says so', async () => {
    const { workingDirectory, folder } = stoppedRun();
    const newest = readdirSync(folder.checkpoints).sort().at(-1) ?? '';
    truncateSync(join(folder.checkpoints, newest), 1_000_000);
    const { exitCode, stderr, stdout } = await runCommand(['train', '--resume', 'mine'], { workingDirectory });
    expect(exitCode).toBe(0);
    expect(stderr).toContain(`warning: ${join(folder.checkpoints, newest)}: is damaged`);
    expect(stdout).toContain('epoch 002/2');
  });

  it('says who trains in the folder', async () => {
    const { workingDirectory, folder } = stoppedRun();
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
    ['force where there is nothing to take', ['--force'], '--force is for a run that goes on'],
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
