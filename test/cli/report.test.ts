// `googlenet report`, and the seconds between the last epoch of a training and its end.
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { StopSignal } from '../../src/cli/terminal/stop-signals.ts';
import { RunFolder } from '../../src/runs/run-folder.ts';
import { RunLock } from '../../src/runs/run-lock.ts';
import { readRunState } from '../../src/runs/run-state.ts';
import { writeZeroWeights } from '../support/zero-weights.ts';
import { type CommandResult, runCommand, temporaryFolder } from './context.ts';

/** Two steps an epoch, of one size; begins with zeros, which need not be drawn. */
const training =
  'train --batch-size 4 --limit-train 8 --limit-test 4 --image-size 8 --threads 1 --log-every 1 --epochs 1'.split(' ');

const zeros = () => writeZeroWeights(join(temporaryFolder(), 'zeros.safetensors'));

interface World {
  /** The output behind which the signal comes, once. */
  readonly stopAt?: RegExp;
  readonly signal?: StopSignal;
  readonly isTTY?: boolean;
  readonly onPrinted?: (printed: string) => void;
  readonly exit?: (code: number) => void;
}

class Run {
  readonly workingDirectory = temporaryFolder();
  readonly folder = new RunFolder(join(this.workingDirectory, 'mine'));

  command(argv: readonly string[], { stopAt, signal = 'SIGINT', onPrinted, ...world }: World = {}) {
    let last = '';
    const signalAfter = (printed: string) => {
      onPrinted?.(printed);
      // Each place once; printing what the signal brings is none.
      const place = stopAt?.exec(printed)?.[0];
      if (place === undefined || place === last) return undefined;
      last = place;
      return signal;
    };
    return runCommand(argv, { workingDirectory: this.workingDirectory, signalAfter, ...world });
  }

  train(world?: World, ...options: string[]) {
    return this.command([...training, '--init', zeros(), '--run', 'mine', ...options], world);
  }

  resume(world?: World) {
    return this.command(['train', '--resume', 'mine'], world);
  }

  report(world?: World) {
    return this.command(['report', 'mine'], world);
  }

  get status() {
    return readRunState(this.folder).status;
  }

  get isReported() {
    const files = ['evaluation.json', 'report.html', 'plots/loss.svg', 'plots/confusion.png'];
    return files.every((file) => existsSync(join(this.folder.path, file)));
  }
}

const whole = new Run();
let firstResult: CommandResult;
let statusWhileReporting = '';
beforeAll(async () => {
  firstResult = await whole.train({
    onPrinted: (printed) => {
      if (printed.endsWith('for the report\n')) statusWhileReporting = whole.status;
    },
  });
}, 120_000);

/** A run that is done. */
function doneRun(): Run {
  const run = new Run();
  cpSync(whole.folder.path, run.folder.path, { recursive: true });
  return run;
}

/** As a process leaves it that died between the last epoch and the end. */
function unreportedRun(): Run {
  const run = doneRun();
  const { path, state } = run.folder;
  for (const name of ['plots', 'evaluation.json', 'report.html']) rmSync(join(path, name), { recursive: true });
  writeFileSync(state, readFileSync(state, 'utf8').replace('"done"', '"running"'));
  return run;
}

describe('the end of a training', () => {
  it('says what is going on, and is done when the report is there', () => {
    expect(firstResult.stdout).toMatch(
      /^epoch 001\/1 .*\nsaving weights and checkpoint\npreparing the report\ntesting weights\/best\.safetensors on 4 images, for the report\ndrawing the plots and writing the report\nresults are in mine: .*report\.html\n$/m,
    );
    expect([statusWhileReporting, whole.status]).toEqual(['running', 'done']);
    expect(whole.isReported).toBe(true);
  });

  it('that a signal stops says what is left to do, and the report is made later', async () => {
    const run = new Run();
    const stopped = await run.train({ stopAt: /for the report\n$/, signal: 'SIGTERM' });
    expect([stopped.exitCode, stopped.stderr]).toEqual([143, '']);
    expect(stopped.stdout).toMatch(
      /\nstopping; once more stops at once\nthe training is done and saved, its report is not made; make it with: googlenet report mine\nresults are in mine: metrics\.jsonl, metrics\.csv, weights\/last\.safetensors, weights\/best\.safetensors\n$/,
    );
    expect([run.status, existsSync(join(run.folder.path, 'report.html'))]).toEqual(['stopped', false]);

    const resumed = await run.resume();
    expect(resumed).toMatchObject({ exitCode: 0, stderr: '' });
    expect(resumed.stdout).toMatch(
      /^opening Fashion-MNIST\nthe training is complete after 1 epoch; its report is not made yet\npreparing the report\ntesting .*\n.*\nresults .*report\.html\n$/,
    );
    expect([run.status, run.isReported]).toEqual(['done', true]);
    expect((await run.resume()).stdout).toBe(
      'opening Fashion-MNIST\nthe training is complete after 1 epoch; for more, add a larger --epochs\n',
    );
  });

  it('is stopped before the report by a signal that comes with the last epoch', async () => {
    const run = new Run();
    const { exitCode, stdout } = await run.train({ stopAt: /epoch 001\/1 .*\n$/ }, '--quiet');
    expect(exitCode).toBe(130);
    expect(stdout).not.toContain('for the report');
    expect(stdout).toContain('its report is not made; make it with: googlenet report mine\n');
    expect(run.status).toBe('stopped');
  });

  it('comes at once with a second signal', async () => {
    const exits: number[] = [];
    const stopAt = /(for the report|stopping;.*)\n$/;
    await unreportedRun().resume({ stopAt, exit: (code) => exits.push(code) });
    expect(exits).toEqual([130]);
  });
});

describe('googlenet report', () => {
  it('makes the report of a run that died before it, which is then done', async () => {
    const run = unreportedRun();
    expect(run.status).toBe('interrupted');
    const { exitCode, stdout, stderr } = await run.command(['report', 'mine', '--lang', 'zh']);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toBe(
      '正在准备报告\n正在用 4 张图像测试 weights/best.safetensors，以生成报告\n正在绘图并写入报告\n结果在 mine：evaluation.json、report.html\n',
    );
    const read = ({ folder }: Run, name: string) => readFileSync(join(folder.path, name), 'utf8');
    expect(read(run, 'evaluation.json')).toBe(read(whole, 'evaluation.json'));
    expect(read(run, 'report.html')).toContain('<html lang="zh');
    expect([run.status, run.isReported]).toEqual(['done', true]);
  });

  it('makes that of a run that was stopped in its first epoch, which stays stopped', async () => {
    const run = new Run();
    expect((await run.train({ stopAt: /step 1\/2.*\n$/ })).exitCode).toBe(130);
    expect(await run.report()).toMatchObject({ exitCode: 0, stderr: '' });
    expect([run.status, run.isReported]).toEqual(['stopped', true]);
    // The report of less is not that of the whole.
    writeFileSync(join(run.folder.path, 'report.html'), 'of less');
    expect((await run.resume()).exitCode).toBe(0);
    expect(readFileSync(join(run.folder.path, 'report.html'), 'utf8')).not.toBe('of less');
    expect(run.status).toBe('done');
  });

  it('makes that of a run that is being trained, saying so, and leaves its state alone', async () => {
    const run = unreportedRun();
    const state = readFileSync(run.folder.state, 'utf8');
    using _training = RunLock.take(run.folder.lock);
    const { exitCode, stdout } = await run.report();
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /^this run is being trained: the report shows its 1 complete epoch so far; .*\npreparing the report\ntesting /,
    );
    expect(run.isReported).toBe(true);
    expect(readFileSync(run.folder.state, 'utf8')).toBe(state);
  });

  it('makes it once more where the training ended meanwhile, and shows its progress in place on a terminal', async () => {
    const run = doneRun();
    const { state } = run.folder;
    const { stdout } = await run.report({
      isTTY: true,
      onPrinted: (printed) => {
        if (!printed.includes('drawing')) return;
        writeFileSync(state, readFileSync(state, 'utf8').replace(/"updated": ".*"/, '"updated": "later"'));
      },
    });
    expect(stdout).toContain('preparing the report\u001b[0K');
    expect(stdout).toContain('testing weights/best.safetensors on 4 images, for the report\u001b[0K');
    expect(stdout).toContain('drawing the plots and writing the report\u001b[0K');
    expect(stdout.match(/drawing/g)).toHaveLength(2);
    expect(stdout).toContain('the run went on meanwhile: making the report once more\n');
    expect(stdout.split('\u001b[0K').at(-1)).toBe('results are in mine: evaluation.json, report.html\n');
  });

  it('stops without having written anything', async () => {
    const run = doneRun();
    const { path } = run.folder;
    const files = () => readdirSync(path).map((name) => [name, statSync(join(path, name)).mtimeMs]);
    const before = files();
    const { exitCode, stdout } = await run.report({ stopAt: /for the report\n$/ });
    expect(exitCode).toBe(130);
    expect(stdout).toMatch(/\nstopped before the report was made; make it with: googlenet report mine\n$/);
    expect(files()).toEqual(before);
  });

  it('says in one line what it lacks', async () => {
    const run = doneRun();
    const failure = async (place: string) => {
      const { exitCode, stderr } = await run.command(['report', place]);
      return `${exitCode} ${stderr}`;
    };
    expect(await failure('none')).toMatch(
      /^2 error INVALID_OPTION: RUN is 'none', which does not exist · hint: give the folder of a run .*\n$/,
    );
    expect(await failure('.')).toMatch(
      /^2 error INVALID_OPTION: RUN is '\.', which holds no run \(config\.json\) · hint: .*\n$/,
    );
    writeFileSync(run.folder.environment, '{');
    expect(await failure('mine')).toMatch(/^1 error RUN_FOLDER: .*environment\.json: cannot be read: .*\n$/);
    rmSync(join(run.folder.path, 'weights'), { recursive: true });
    expect(await failure('mine')).toMatch(
      /^2 error INVALID_OPTION: .* a folder without weights\/best.* · hint: .* after its first epoch\n$/,
    );
  });
});
