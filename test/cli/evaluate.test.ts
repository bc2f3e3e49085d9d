import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeSafetensors } from '../../src/formats/safetensors.ts';
import { writeJson } from '../support/run-files.ts';
import { writeZeroWeights } from '../support/zero-weights.ts';
import { runCommand, temporaryFolder } from './context.ts';

/** The run's ten images, one of each class, in two batches of one size. */
const tiny = '--batch-size 5 --threads 1'.split(' ');
/** The same of weights that belong to no run. */
const alone = [...tiny, '--limit', '10', '--image-size', '8'];

/** All zeros but the last bias: every image gets the same logits. */
function writeConstantModel(file: string, logits: readonly number[]): void {
  writeZeroWeights(file, { 'model.21.bias': Float32Array.from(logits) });
}

function makeRun(logits: readonly number[]) {
  const workingDirectory = temporaryFolder();
  const folder = join(workingDirectory, 'runs', 'mine');
  mkdirSync(join(folder, 'weights'), { recursive: true });
  writeConstantModel(join(folder, 'weights', 'last.safetensors'), logits);
  const options = Object.entries({ limitTest: 10, limitTrain: 10, imageSize: 8 });
  writeJson(join(folder, 'config.json'), {
    version: 1,
    model: 'GoogLeNet',
    options: Object.fromEntries(options.map(([name, value]) => [name, { value, source: 'command line' }])),
  });
  return { workingDirectory, folder };
}

/** Always says 3, with e / (e + 9); every other class loses ln(e + 9). */
const three = Array.from({ length: 10 }, (_, label) => (label === 3 ? 1 : 0));
const loss = Math.log(Math.E + 9) - 1 / 10;

describe('googlenet evaluate', () => {
  it('prints the scores of each class, and writes them into the run', async () => {
    const { workingDirectory, folder } = makeRun(three);
    const { exitCode, stdout, stderr } = await runCommand(['evaluate', 'runs/mine', ...tiny], { workingDirectory });
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout.replace(/engine \S+ \S+/, 'engine E')).toBe(
      [
        'GoogLeNet with runs/mine/weights/last.safetensors · made-up/test, 10 images · engine E',
        '',
        '                  precision  recall      F1  images',
        ...[0, 1, 2].map((label) => `${label}                    0.0000  0.0000  0.0000       1`),
        '3                    0.1000  1.0000  0.1818       1',
        ...[4, 5, 6, 7, 8, 9].map((label) => `${label}                    0.0000  0.0000  0.0000       1`),
        '',
        'macro average        0.0100  0.1000  0.0182      10',
        'weighted average     0.0100  0.1000  0.0182      10',
        '',
        `accuracy 10.00 % · loss ${loss.toFixed(4)}`,
        'written to runs/mine/evaluation.json',
        '',
      ].join('\n'),
    );
    const evaluation = JSON.parse(readFileSync(join(folder, 'evaluation.json'), 'utf8'));
    expect(evaluation).toMatchObject({ version: 1, dataset: { name: 'made-up/test', images: 10 }, accuracy: 0.1 });
    expect(evaluation.loss).toBeCloseTo(loss, 6);
    expect(evaluation.mistakes).toHaveLength(9);
    expect(evaluation.mistakes[0]).toMatchObject({ index: 0, label: 0, predicted: 3 });
    expect(evaluation.mistakes[0].probability).toBeCloseTo(Math.E / (Math.E + 9), 6);
    expect(readdirSync(folder).sort()).toEqual(['config.json', 'evaluation.json', 'weights']);
  });

  it('prints JSON and nothing else, and keeps the training images apart', async () => {
    const { workingDirectory, folder } = makeRun(three);
    const argv = ['evaluate', 'runs/mine', '--json', '--split', 'train', ...tiny];
    const result = await runCommand(argv, { workingDirectory });
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    // On a terminal the progress shows beside it.
    const shown = await runCommand(argv, { workingDirectory, isTTY: true });
    expect(shown.stdout).toBe(result.stdout);
    expect(shown.stderr).toContain('testing 1/2');
    expect(result.stdout.split('\n')).toHaveLength(2);
    const file = JSON.parse(readFileSync(join(folder, 'evaluation-train.json'), 'utf8'));
    expect(JSON.parse(result.stdout)).toEqual(file);
    expect(file.dataset.name).toBe('made-up/train');
  });

  it('keeps what was made of other images apart from the evaluation of the run', async () => {
    const { workingDirectory, folder } = makeRun(three);
    const written = async (...argv: string[]) => {
      const result = await runCommand(['evaluate', 'runs/mine', ...tiny, ...argv], { workingDirectory });
      expect([result.exitCode, result.stderr]).toEqual([0, '']);
      return /written to runs\/mine\/(.*)\n$/.exec(result.stdout)?.[1];
    };
    expect(await written()).toBe('evaluation.json');
    const before = readFileSync(join(folder, 'evaluation.json'));
    expect(await written('--limit', '5')).toBe('evaluation-first-5.json');
    expect(await written('--limit', '20')).toBe('evaluation-first-20.json');
    expect(await written('--image-size', '4')).toBe('evaluation-size-4.json');
    expect(await written('--split', 'train', '--limit', '5')).toBe('evaluation-train-first-5.json');
    expect(readFileSync(join(folder, 'evaluation.json')).equals(before)).toBe(true);
    expect(await written('--limit', '10')).toBe('evaluation.json');
    const all = await runCommand(['evaluate', 'runs/mine', ...tiny, '--limit', '10001'], { workingDirectory });
    expect(all.notes).toEqual(['--limit is 10001, more than the test images that there are: taken as 10000']);
    expect(all.stdout).toContain('written to runs/mine/evaluation-first-10000.json\n');
    const first = JSON.parse(readFileSync(join(folder, 'evaluation-first-5.json'), 'utf8'));
    expect(first.dataset.images).toBe(5);
  });

  it('averages over mirror images only where it is asked to, in a file of its own', async () => {
    const { workingDirectory, folder } = makeRun(three);
    const args = ['evaluate', 'runs/mine', '--test-time-augmentation', ...tiny];
    const { exitCode, stdout } = await runCommand(args, { workingDirectory });
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`accuracy 10.00 % · loss ${loss.toFixed(4)}`);
    expect(stdout).toContain('written to runs/mine/evaluation-with-test-time-augmentation.json');
    expect(readdirSync(folder)).not.toContain('evaluation.json');
  });

  it('shows how far it is on a terminal, and clears that away', async () => {
    const { workingDirectory } = makeRun(three);
    const { stdout } = await runCommand(['evaluate', 'runs/mine', ...tiny], { workingDirectory, isTTY: true });
    expect(stdout).toContain('testing 1/2\u001b[0K');
    expect(stdout.split('\u001b[0K').at(-1)).toMatch(/^\n +precision .* loss 2\.\d{4}\nwritten to .*\n$/s);
  });

  it('takes the best weights of a run before its last ones', async () => {
    const { workingDirectory, folder } = makeRun(three);
    const best = three.map((logit) => 5 * logit);
    writeConstantModel(join(folder, 'weights', 'best.safetensors'), best);
    const { stdout } = await runCommand(['evaluate', 'runs/mine', ...tiny], { workingDirectory });
    expect(stdout).toContain('GoogLeNet with runs/mine/weights/best.safetensors');
    expect(stdout).toContain(`loss ${(Math.log(Math.exp(5) + 9) - 1 / 2).toFixed(4)}`);
  });

  it('takes a file, speaks Chinese, and lines up its columns there too', async () => {
    const workingDirectory = temporaryFolder();
    writeConstantModel(join(workingDirectory, 'mine.safetensors'), three);
    const { exitCode, stdout } = await runCommand(['evaluate', 'mine.safetensors', ...alone, '--lang', 'zh'], {
      workingDirectory,
    });
    expect(exitCode).toBe(0);
    expect(stdout).toContain('          精确率  召回率      F1  图像数\n0         0.0000  0.0000  0.0000       1\n');
    expect(stdout).toMatch(/宏平均 {4}0\.0100 .*\n加权平均 {2}0\.0100 .*\n\n精度 10\.00% · 损失 2\.36/);
    expect(readdirSync(workingDirectory)).toEqual(['mine.safetensors']);
  });

  it('says in one line what is wrong with the weights', async () => {
    const workingDirectory = temporaryFolder();
    mkdirSync(join(workingDirectory, 'empty'));
    writeFileSync(join(workingDirectory, 'broken'), 'no weights');
    writeSafetensors(
      join(workingDirectory, 'other.safetensors'),
      new Map([['x', { dtype: 'F32', shape: [1], data: Float32Array.of(1) }]]),
    );
    const fail = async (...argv: string[]) => {
      const { exitCode, stdout, stderr } = await runCommand(['evaluate', ...argv], { workingDirectory });
      expect(stdout).toBe('');
      return `${exitCode} ${stderr}`;
    };
    expect(await fail('nothing', 'more', '--split', 'all')).toBe(
      "2 error UNEXPECTED_ARGUMENT: 'more' belongs to no option · hint: see googlenet evaluate --help\n" +
        "error INVALID_OPTION: --split is 'all', expected one of train, val, test\n",
    );
    expect(await fail('nothing')).toBe(
      "2 error INVALID_OPTION: RUN|FILE is 'nothing', which does not exist · hint: give a folder such as runs/googlenet-1, or a .safetensors file\n",
    );
    expect(await fail('empty')).toBe(
      "2 error INVALID_OPTION: RUN|FILE is 'empty', a folder without weights/best.safetensors or weights/last.safetensors · hint: give the folder of a run, whose weights are there after its first epoch\n",
    );
    expect(await fail('broken')).toMatch(/^1 error INVALID_FILE: .*broken: .*\n$/);
    expect(await fail('other.safetensors')).toMatch(
      /^1 error STATE_DICT_MISMATCH: other\.safetensors: the weights do not fit GoogLeNet: .*\n$/,
    );
  });

  it('does not take the last weights where the best cannot be read', async () => {
    const { workingDirectory, folder } = makeRun(three);
    symlinkSync('best.safetensors', join(folder, 'weights', 'best.safetensors'));
    const { exitCode, stderr } = await runCommand(['evaluate', 'runs/mine', ...tiny], { workingDirectory });
    expect([exitCode, stderr]).toEqual([
      1,
      expect.stringMatching(/^error RUN_FOLDER: .*best\.safetensors: cannot be read: /),
    ]);
  });

  it('writes over no file of somebody else beside weights that are no run', async () => {
    const { workingDirectory, folder } = makeRun(three);
    rmSync(join(folder, 'config.json'));
    const argv = ['evaluate', 'runs/mine', ...alone];
    expect((await runCommand(argv, { workingDirectory })).exitCode).toBe(0);
    expect((await runCommand(argv, { workingDirectory })).exitCode).toBe(0);
    const files = readdirSync(folder).filter((name) => name.startsWith('evaluation'));
    for (const name of files) writeFileSync(join(folder, name), '{"precious": true}');
    const { exitCode, stdout, stderr } = await runCommand(argv, { workingDirectory });
    expect([exitCode, stdout]).toEqual([1, expect.stringContaining('accuracy 10.00 %')]);
    expect(stderr).toMatch(/^error NOT_WRITTEN: .*: cannot be written: what is there is not an evaluation · hint: /);
    for (const name of files) expect(readFileSync(join(folder, name), 'utf8')).toBe('{"precious": true}');
  });

  it('fails in one line where the run cannot be written to', async () => {
    const { workingDirectory, folder } = makeRun(three);
    mkdirSync(join(folder, 'evaluation.json', 'in-the-way'), { recursive: true });
    const { exitCode, stderr } = await runCommand(['evaluate', 'runs/mine', ...tiny], { workingDirectory });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^error NOT_WRITTEN: .*evaluation\.json: cannot be written: .* · hint: .*\n$/);
    expect(readdirSync(folder).sort()).toEqual(['config.json', 'evaluation.json', 'weights']);
  });
});
