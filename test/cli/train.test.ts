import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSafetensors } from '../../src/formats/safetensors.ts';
import { GoogLeNet } from '../../src/models/googlenet.ts';
import { printTask, tutorialTask } from '../../src/tasks/task.ts';
import { snapshot } from '../support/snapshot.ts';
import { writeZeroWeights } from '../support/zero-weights.ts';
import { runCommand, temporaryFolder } from './context.ts';

/** Two steps an epoch, the second of which is short. */
const tiny = 'train --epochs 1 --batch-size 4 --limit-train 6 --limit-test 2 --image-size 8 --threads 1'.split(' ');
/** Two steps of one size, one program; begins with zeros, which need not be drawn: the first loss is ln 10. */
const quick = [...tiny, '--limit-train', '8', '--limit-test', '4', '--init', weightsFile()];
const epochLine =
  /^epoch 001\/1 · train loss \d\.\d{4} · train accuracy \d+\.\d\d % · test loss \d\.\d{4} · test accuracy \d+\.\d\d % · \d+\.\d s$/m;

function readMetrics(folder: string): readonly Record<string, unknown>[] {
  const lines = readFileSync(join(folder, 'metrics.jsonl'), 'utf8').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line));
}

/** All zeros, but for the given ones. */
function weightsFile(given: Readonly<Record<string, Float32Array>> = {}): string {
  return writeZeroWeights(join(temporaryFolder(), 'weights.safetensors'), given);
}

describe('googlenet train', () => {
  it('prints summary, plan, lines and results, and writes metrics and weights', async () => {
    const workingDirectory = temporaryFolder();
    const { exitCode, stdout, stderr } = await runCommand(tiny, { workingDirectory });
    expect([exitCode, stderr]).toEqual([0, '']);
    // What is waited for, the layers once nothing can be refused any more, and then the plan.
    expect(stdout).toMatch(
      /^opening Fashion-MNIST\nreading the images\nopening the engine\ncompiling the network\n={90}\nLayer/,
    );
    expect(stdout).toMatch(/\nTotal params: 5,977,530\n[^·]*\n\nGoogLeNet, .*\nrunning the first step\nepoch 1/);
    expect(stdout).toContain(
      'GoogLeNet, 5,977,530 parameters · Fashion-MNIST, 6 images to train and 2 to test · 1 epoch',
    );
    expect(stdout).toMatch(
      /^epoch 1\/1 · step 2\/2 · \d+\.\d images\/s · ETA \d\d:\d\d · loss \d\.\d{4} · accuracy .* %$/m,
    );
    expect(stdout).toMatch(epochLine);
    expect(stdout).toMatch(
      /results are in runs\/googlenet-1: metrics\.jsonl, metrics\.csv, weights\/last\.safetensors, weights\/best\.safetensors, report\.html\n$/,
    );
    const left = readdirSync(join(workingDirectory, 'runs/googlenet-1')).map((name) => name.replace(/\.\d+\..*$/, ''));
    expect(left).toEqual([
      ...['checkpoints', 'config.json', 'environment.json', 'evaluation.json', 'events.out.tfevents', 'metrics.csv'],
      ...['metrics.jsonl', 'plots', 'report.html', 'state.json', 'summary.txt', 'weights'],
    ]);

    const folder = join(workingDirectory, 'runs', 'googlenet-1');
    const [first, second, epoch, ...more] = readMetrics(folder);
    expect(more).toEqual([]);
    expect(Object.keys(first)).toEqual(['kind', 'epoch', 'step', 'loss', 'accuracy', 'lr', 'imagesPerSecond']);
    expect(first).toMatchObject({ kind: 'step', epoch: 1, step: 1, lr: 0.005 });
    expect(second).toMatchObject({ kind: 'step', epoch: 1, step: 2 });
    expect(Object.keys(epoch)).toEqual([
      ...['kind', 'epoch', 'trainLoss', 'trainAccuracy', 'testLoss', 'testAccuracy', 'seconds'],
    ]);
    expect(epoch.trainLoss).toBeCloseTo((Number(first.loss) * 4 + Number(second.loss) * 2) / 6, 6);

    const { tensors, metadata } = readSafetensors(join(folder, 'weights', 'last.safetensors'));
    expect(metadata).toEqual({ format: 'pt', task: printTask(tutorialTask('googlenet', 8)) });
    const names = [...new GoogLeNet().namedParameters()].map(([name]) => name);
    expect(new Set(tensors.keys())).toEqual(new Set(names));
    expect(tensors.get('model.8.channel2.2.weight')).toMatchObject({ dtype: 'F32', shape: [128, 96, 3, 3] });
  });

  it("speaks the tutorial's Chinese where the locale does, and begins with the weights it is given", async () => {
    const workingDirectory = temporaryFolder();
    const init = weightsFile({ 'model.21.bias': Float32Array.of(1, 0, 0, 0, 0, 0, 0, 0, 0, 0) });
    const { stdout, exitCode } = await runCommand([...quick, '--quiet', '--lr', '0', '--init', init], {
      workingDirectory,
      env: { LANG: 'zh_CN.UTF-8' },
    });
    expect(exitCode).toBe(0);
    // One of the four test images is of class 0, whose logit alone is 1.
    const testLoss = Math.log(Math.E + 9) - 1 / 4;
    expect(stdout).toMatch(
      /^001\/1 轮,训练损失:\d\.\d{4},训练精度:12\.50%,测试损失:\d\.\d{4},测试精度:25\.00%\n结果在 runs\/googlenet-1：.*\n$/,
    );
    expect(stdout).toContain(`测试损失:${testLoss.toFixed(4)}`);
  });

  it('stops after the step that runs, saves, and tells the shell by which signal', async () => {
    const folder = join(temporaryFolder(), 'run');
    const { exitCode, stdout } = await runCommand([...quick, '--epochs', '50', '--run', folder, '--log-every', '1'], {
      signalAfter: (printed) => (/step 1\/2.*\n$/.test(printed) ? 'SIGTERM' : undefined),
    });
    expect(exitCode).toBe(143);
    expect(stdout).toContain('stopping after this step');
    expect(stdout).not.toContain('step 2/2');
    expect(stdout).toContain(
      `stopped after 0 complete epochs; go on with: googlenet train --resume ${folder}\nresults are in ${folder}: metrics.jsonl, metrics.csv, weights/last.safetensors\n`,
    );
    expect(readSafetensors(join(folder, 'weights', 'last.safetensors')).tensors.size).toBe(116);

    // What is waited for; the layers were printed when the run began.
    const resumed = await runCommand(['train', '--resume', folder, '--epochs', '1']);
    expect(resumed.stdout).toMatch(
      /^opening Fashion-MNIST\nreading the images\nopening the engine\ncompiling the network\nGoogLeNet, .*\nresumed in /,
    );
  });

  it('ends at once at the second signal', async () => {
    const exits: number[] = [];
    await runCommand([...quick, '--log-every', '1'], {
      // The announcement of the first is where the second comes.
      signalAfter: (printed) =>
        /(step 1\/2.*|stopping.*)\n$/.test(printed) && exits.length === 0 ? 'SIGINT' : undefined,
      exit: (code) => exits.push(code),
    });
    expect(exits).toEqual([130]);
  });

  it('draws a bar on a terminal', async () => {
    const { stdout } = await runCommand(quick, { isTTY: true, columns: 120, env: { NO_COLOR: '1' } });
    expect(stdout).toMatch(/epoch 1\/1 ━{10}─{10} 1\/2 · loss 2.3026 · accuracy \d+\.\d\d %/);
    const printed = stdout.split('\u001b[0K');
    expect(printed.some((text) => /^epoch 001\/1 · train loss 2\.30\d\d · train accuracy .* s\n/.test(text))).toBe(
      true,
    );
    expect(stdout).toContain('saving weights and checkpoint\u001b[0K');
    expect(printed.at(-1)).toMatch(/^results are in .*\n$/s);
  });

  it('refuses the folder of another run, and weights that are not there', async () => {
    const workingDirectory = temporaryFolder();
    mkdirSync(join(workingDirectory, 'mine'));
    writeFileSync(join(workingDirectory, 'mine', 'metrics.jsonl'), 'precious');
    const result = await runCommand([...tiny, '--run', 'mine', '--init', 'no.safetensors'], { workingDirectory });
    expect(result).toEqual({
      exitCode: 2,
      stdout: '',
      stderr:
        "error INVALID_OPTION: --run is 'mine', which already holds a run · hint: go on with it by --resume, choose another folder, or leave --run out for a new one\n" +
        "error INVALID_OPTION: --init is 'no.safetensors', which does not exist · hint: give a run folder such as runs/googlenet-1, or a .safetensors file\n",
    });
    expect(readdirSync(join(workingDirectory, 'mine'))).toEqual(['metrics.jsonl']);
  });

  it.each<[string, (folder: string) => void, string, string]>([
    [
      'that holds something else',
      (folder) => writeFileSync(join(folder, 'report.html'), 'precious'),
      'is not empty: it holds report.html',
      '',
    ],
    [
      'of weights that were imported',
      (folder) => {
        mkdirSync(join(folder, 'weights'));
        writeFileSync(join(folder, 'weights', 'last.safetensors'), 'precious');
      },
      'is not empty: it holds weights',
      '; to begin with its weights, add --init mine/weights/last.safetensors',
    ],
    [
      'with the checkpoints of a run that is gone',
      (folder) => {
        mkdirSync(join(folder, 'checkpoints'));
        writeFileSync(join(folder, 'checkpoints', 'epoch-0900-step-000000.safetensors'), 'precious');
      },
      'is not empty: it holds checkpoints',
      '',
    ],
  ])('refuses a folder %s, and leaves it as it is', async (_, fill, reason, hint) => {
    const workingDirectory = temporaryFolder();
    mkdirSync(join(workingDirectory, 'mine'));
    fill(join(workingDirectory, 'mine'));
    const before = snapshot(workingDirectory);
    expect(await runCommand([...quick, '--run', 'mine'], { workingDirectory })).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: `error INVALID_OPTION: --run is 'mine', which ${reason} · hint: choose another folder, or leave --run out for a new one${hint}\n`,
    });
    expect(snapshot(workingDirectory)).toEqual(before);
  });

  it.each<[string, readonly string[]]>([
    ['an engine that does not open', ['--engine', 'onednn', '--onednn', '/nowhere/libdnnl.so']],
    ['weights of another network', ['--model', 'lenet', '--image-size', '28', '--init', weightsFile()]],
    ['a folder that cannot be made', ['--run', 'file/run']],
  ])('says of %s what is wrong, and not the layers before it', async (_, options) => {
    const workingDirectory = temporaryFolder();
    writeFileSync(join(workingDirectory, 'file'), '');
    const { exitCode, stdout, stderr } = await runCommand([...tiny, ...options], {
      workingDirectory,
      isTTY: true,
      columns: 1000,
    });
    expect([exitCode, stderr.split('\n').length]).toEqual([1, 2]);
    expect(stdout).not.toContain('Total params');
    // The error begins a line of its own: what was told in place is gone.
    expect(stdout.endsWith('\u001b[1G\u001b[0K')).toBe(true);
  });

  it('prints the layers as the tutorial does to those who read Chinese, and tells in Chinese what it does', async () => {
    const { stdout } = await runCommand([...quick, '--lang', 'zh']);
    expect(stdout).toContain('\nTotal mult-adds (Units.MEGABYTES): ');
    expect(stdout).toMatch(/^正在打开 Fashion-MNIST\n正在读取图像\n正在打开引擎\n正在编译网络\n=/);
    expect(stdout).toMatch(/\n001\/1 轮,.*\n正在保存权重和检查点\n正在准备报告\n正在用 /);
  });

  it('fails in one line where the results cannot be written', async () => {
    const workingDirectory = temporaryFolder();
    writeFileSync(join(workingDirectory, 'file'), '');
    const { exitCode, stderr } = await runCommand([...quick, '--quiet', '--run', 'file/run'], { workingDirectory });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^error RUN_FOLDER: .*file\/run: cannot be written: not a directory · hint: .*\n$/);
  });
});
