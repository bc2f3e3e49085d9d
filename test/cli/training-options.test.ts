// What moves the weights, and by what: the options of `googlenet train` from the command line to the checkpoint.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RunFolder } from '../../src/runs/run-folder.ts';
import { runCommand, temporaryFolder } from './context.ts';

const quick =
  'train --model lenet --epochs 1 --batch-size 4 --limit-train 20 --limit-test 4 --threads 1 --quiet --run mine'.split(
    ' ',
  );
const all =
  '--optimizer adamw --no-bias-decay --accumulate 2 --clip-norm 0.5 --ema-decay 0.9 --label-smoothing 0.1 --class-weights --augment erasing'.split(
    ' ',
  );

async function train(...more: readonly string[]) {
  const workingDirectory = temporaryFolder();
  const result = await runCommand([...quick, ...more], { workingDirectory });
  const folder = new RunFolder(join(workingDirectory, 'mine'));
  const resume = (...given: readonly string[]) =>
    runCommand(['train', '--resume', 'mine', ...given], { workingDirectory });
  return { ...result, folder, resume };
}

function optionsOf(folder: RunFolder): Record<string, { value: unknown; source: string }> {
  return JSON.parse(readFileSync(folder.config, 'utf8')).options;
}

describe('googlenet train', () => {
  it('takes an optimizer, steps of several batches and a loss, and goes on with the same', async () => {
    const { exitCode, stderr, notes, folder, resume } = await train(...all, '--log-every', '1');
    expect([exitCode, stderr, notes]).toEqual([0, '', undefined]);
    const options = optionsOf(folder);
    expect(options.lr).toEqual({ value: 0.001, source: 'default' });
    expect(options.weightDecay).toEqual({ value: 0.01, source: 'default' });
    expect(options.accumulate).toEqual({ value: 2, source: 'command line' });
    const lines = readFileSync(folder.metrics, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    // Five batches.
    expect(lines.map(({ step }) => step)).toEqual([1, 2, 3, undefined]);
    const more = await resume('--epochs', '2');
    expect([more.exitCode, more.stderr]).toEqual([0, '']);

    const changed = await resume('--optimizer', 'adam', '--label-smoothing', '0', '--accumulate', '1', '--epochs', '3');
    const hint = (name: string) => `hint: leave ${name} out, or start a new run from its weights with --init`;
    expect([changed.exitCode, changed.stderr]).toEqual([
      2,
      [
        `error INVALID_OPTION: --accumulate is 1, but the run was started with 2 · ${hint('--accumulate')}`,
        `error INVALID_OPTION: --optimizer is adam, but the run was started with adamw · ${hint('--optimizer')}`,
        `error INVALID_OPTION: --label-smoothing is 0, but the run was started with 0.1 · ${hint('--label-smoothing')}`,
        '',
      ].join('\n'),
    ]);
  });

  it('takes what an earlier version did not say of a run for what it is by default', async () => {
    const { folder, resume } = await train();
    const config = JSON.parse(readFileSync(folder.config, 'utf8'));
    for (const name of [
      'optimizer',
      'accumulate',
      'clipNorm',
      'emaDecay',
      'labelSmoothing',
      'classWeights',
      'biasDecay',
    ]) {
      expect(config.options).toHaveProperty(name);
      delete config.options[name];
    }
    writeFileSync(folder.config, JSON.stringify(config));
    const changed = await resume('--optimizer', 'adam', '--clip-norm', '1', '--ema-decay', '0.9', '--epochs', '2');
    expect(changed.exitCode).toBe(2);
    expect(changed.stderr).toContain('--optimizer is adam, but the run was started with sgd');
    expect(changed.stderr).toContain('--ema-decay is 0.9, but the run was started with not given');
    expect(changed.stderr).toContain('--clip-norm is 1, but the run was started with not given');
    expect(await resume('--epochs', '2')).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it('refuses to balance classes of which one has no images, by name', async () => {
    const { exitCode, stderr } = await train('--class-weights', '--limit-train', '8');
    expect([exitCode, stderr]).toEqual([
      1,
      'error INVALID_DATA: made-up/train: there are no images of 8, 9 to train with, so no weight balances them · hint: add images, or leave the classes or --class-weights out\n',
    ]);
  });

  it('refuses what no training could take', async () => {
    const { stderr } = await train(
      '--optimizer',
      'adamax',
      '--clip-norm',
      '0',
      '--label-smoothing',
      '1',
      '--accumulate',
      '0',
    );
    expect(stderr.trimEnd().split('\n')).toEqual([
      "error INVALID_OPTION: --accumulate is '0', expected a whole number of at least 1",
      "error INVALID_OPTION: --optimizer is 'adamax', expected one of sgd, adam, adamw · hint: did you mean adam?",
      "error INVALID_OPTION: --clip-norm is '0', expected a number above 0",
      "error INVALID_OPTION: --label-smoothing is '1', expected a number from 0 to below 1",
    ]);
  });
});
