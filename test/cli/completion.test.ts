// `googlenet completion`: what shells make of the scripts.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { recipeNames } from '../../src/cli/train/recipes/recipe-table.ts';
import { engineNames } from '../../src/engines/open-engine.ts';
import { modelNames } from '../../src/models/model-table.ts';
import { itUnless } from '../support/unless.ts';
import { runCommand, temporaryFolder } from './context.ts';

const without = (shell: string) =>
  spawnSync(shell, ['--version']).status === 0 ? undefined : `there is no ${shell} on this machine`;

/** Its file. */
async function scriptOf(shell: string): Promise<string> {
  const { exitCode, stdout, stderr } = await runCommand(['completion', shell]);
  expect([exitCode, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(new RegExp(`^# .* Install.*: .*googlenet completion ${shell}`));
  const file = join(temporaryFolder(), 'googlenet');
  writeFileSync(file, stdout);
  return file;
}

/** Asks a real bash what it offers for the last of the words. */
function offersOf(script: string, words: readonly string[], cwd = temporaryFolder()): readonly string[] {
  const asking = `source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _googlenet; printf "%s\\n" "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', asking, 'bash', script, 'googlenet', ...words], {
    encoding: 'utf8',
    cwd,
  });
  expect(stderr).toBe('');
  return stdout.split('\n').filter((line) => line !== '');
}

describe('googlenet completion', () => {
  itUnless(without('bash'), 'makes bash offer commands, options and their values', async () => {
    const script = await scriptOf('bash');
    const offers = (...words: string[]) => offersOf(script, words);
    expect(offers('')).toEqual(expect.arrayContaining(['train', 'doctor', 'completion', 'help']));
    expect(offers('su')).toEqual(['summary']);
    expect(offers('train', '--re')).toEqual(['--recipe', '--resume']);
    expect(offers('train', '--no-n')).toEqual(['--no-nesterov']);
    expect(offers('bench', '--de')).toEqual(['--debug']);
    expect(offers('train', '--engine', '')).toEqual(['auto', ...engineNames]);
    expect(offers('train', '--engine', '=', 'onn')).toEqual(engineNames.filter((name) => name.startsWith('onn')));
    expect(offers('train', '--recipe', '')).toEqual(recipeNames);
    expect(offers('summary', '--model', '')).toEqual(modelNames);
    expect(offers('train', '--epochs', '')).toEqual([]);
    expect(offers('completion', '')).toEqual(['bash', 'zsh', 'fish']);
  });

  itUnless(without('bash'), 'makes bash offer files and folders where an option or a command takes them', async () => {
    const script = await scriptOf('bash');
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'my runs'));
    writeFileSync(join(folder, 'my.yaml'), '');
    expect(offersOf(script, ['train', '--config', 'my'], folder).toSorted()).toEqual(['my runs', 'my.yaml']);
    expect(offersOf(script, ['train', '--resume', 'my'], folder)).toEqual(['my runs']);
    expect(offersOf(script, ['predict', 'my'], folder).toSorted()).toEqual(['my runs', 'my.yaml']);
  });

  itUnless(without('zsh'), 'is a script that zsh reads', async () => {
    expect(spawnSync('zsh', ['-n', await scriptOf('zsh')], { encoding: 'utf8' })).toMatchObject({
      status: 0,
      stderr: '',
    });
  });

  itUnless(without('fish'), 'is a script that fish reads', async () => {
    expect(spawnSync('fish', ['-n', await scriptOf('fish')], { encoding: 'utf8' })).toMatchObject({
      status: 0,
      stderr: '',
    });
  });

  it('has a script for each of three shells, and for no other', async () => {
    await scriptOf('zsh');
    // A line each: what a description says further down is for the help.
    const lines = readFileSync(await scriptOf('fish'), 'utf8')
      .trimEnd()
      .split('\n');
    expect(lines.filter((line) => !/^(# |complete -c googlenet )/.test(line))).toEqual([]);
    expect((await runCommand(['completion', 'zhs'])).stderr).toBe(
      "error INVALID_OPTION: SHELL is 'zhs', expected one of bash, zsh, fish · hint: did you mean zsh?\n",
    );
  });
});
