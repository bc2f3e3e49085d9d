// `googlenet train --config`: a run once more from its config.json, and options from files of one's own.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RunFolder } from '../../src/runs/run-folder.ts';
import { runCommand, temporaryFolder } from './context.ts';

const training =
  'train --model lenet --epochs 1 --batch-size 4 --limit-train 8 --limit-test 4 --threads 1 --lr 0.1 --seed 5'.split(
    ' ',
  );

/** A folder with an options file in it. */
function folderWith(name: string, text: string): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, name), text);
  return folder;
}

describe('googlenet train --config', () => {
  it('repeats a run from its config.json, to the byte, in a folder of its own', async () => {
    const workingDirectory = temporaryFolder();
    const first = [...training, '--no-shuffle', '--momentum', '0.9', '--nesterov', '--run', 'mine', '--quiet'];
    expect(await runCommand(first, { workingDirectory })).toMatchObject({ exitCode: 0, stderr: '' });
    const again = ['train', '--config', 'mine/config.json'];
    expect(await runCommand(again, { workingDirectory })).toMatchObject({ exitCode: 0, stderr: '' });
    const [mine, repeated] = ['mine', 'runs/lenet-1'].map((name) => new RunFolder(join(workingDirectory, name)));
    expect(readFileSync(repeated.lastWeights).equals(readFileSync(mine.lastWeights))).toBe(true);
    const [before, after] = [mine, repeated].map(({ config }) => JSON.parse(readFileSync(config, 'utf8')).options);
    for (const [key, { value, source }] of Object.entries<{ value: unknown; source: string }>(after)) {
      if (key === 'run') expect([value, source]).toEqual([null, 'default']);
      else expect([key, value]).toEqual([key, before[key].value]);
      if (value !== null) expect([key, source]).toEqual([key, 'config file']);
    }
  });

  it('takes what is typed before what is in the file, which may be YAML', async () => {
    const workingDirectory = folderWith('lenet.yaml', 'model: lenet # small\nlr: 0.2\nseed: 7\nshuffle: false\n');
    const argv = [...training.slice(3), '--config', 'lenet.yaml', '--run', 'mine', '--quiet'];
    expect(await runCommand(['train', ...argv], { workingDirectory })).toMatchObject({ exitCode: 0, stderr: '' });
    const { options } = JSON.parse(readFileSync(join(workingDirectory, 'mine/config.json'), 'utf8'));
    expect(options).toMatchObject({
      lr: { value: 0.1, source: 'command line' },
      seed: { value: 5, source: 'command line' },
      model: { value: 'lenet', source: 'config file' },
      shuffle: { value: false, source: 'config file' },
      momentum: { value: 0, source: 'default' },
    });
  });

  it('tells all that is wrong at once, with the file and the option', async () => {
    const text = '{ "batchsize": 4, "lr": "fast", "nesterov": "yes", "seed": [1], "config": "a", "schedule": "cosin" }';
    const workingDirectory = folderWith('mine.json', text);
    expect(await runCommand(['train', '--config', 'mine.json', '--epochs', '0'], { workingDirectory })).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: [
        'error UNKNOWN_OPTION: mine.json: batchsize is not an option · hint: did you mean batchSize?',
        'error INVALID_OPTION: mine.json: nesterov is "yes", expected true or false',
        'error INVALID_OPTION: mine.json: seed is [1], expected a single value',
        'error UNKNOWN_OPTION: mine.json: config is not an option · hint: see the names in the config.json of a run',
        "error INVALID_OPTION: --epochs is '0', expected a whole number of at least 1",
        "error INVALID_OPTION: mine.json: lr is 'fast', expected a number of at least 0",
        "error INVALID_OPTION: mine.json: schedule is 'cosin', expected one of constant, step, cosine, one-cycle · hint: did you mean cosine?",
        '',
      ].join('\n'),
    });
  });

  it.each([
    [
      'lr: [0.1',
      /^error INVALID_OPTION: --config is 'mine.yaml', which cannot be read: .* at line 1, column \d+ · hint: /,
    ],
    ['- lr', /^error INVALID_OPTION: --config is 'mine.yaml', which holds no options · hint: /],
    [
      'options: { lr: 0.1 }',
      /^error INVALID_OPTION: --config is 'mine.yaml', whose options are not those of a run · hint: /,
    ],
  ])('refuses what holds no options: %s', async (text, message) => {
    const workingDirectory = folderWith('mine.yaml', text);
    const { exitCode, stderr } = await runCommand(['train', '--config', 'mine.yaml'], { workingDirectory });
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(message)]);
    expect(stderr.split('\n')).toHaveLength(2);
  });

  it('refuses what is no file, and a run that goes on', async () => {
    const workingDirectory = temporaryFolder();
    mkdirSync(join(workingDirectory, 'mine'));
    const refused = async (...options: string[]) =>
      (await runCommand(['train', ...options], { workingDirectory })).stderr;
    expect(await refused('--config', 'none.json')).toMatch(/which cannot be read: no such file or directory · hint/);
    expect(await refused('--config', 'mine')).toMatch(/which cannot be read: it is a folder, not a file · hint/);
    expect(await refused('--config')).toMatch(/^error INVALID_OPTION: --config has no value, expected a file/);
    writeFileSync(join(workingDirectory, 'mine.json'), '{}');
    expect(await refused('--config', 'mine.json', '--resume', 'mine')).toMatch(
      /^error INVALID_OPTION: --config does not go with --resume, which .* · hint: leave --config out\n$/,
    );
  });
});
