// `googlenet completion`: what shells make of the scripts.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { recipeNames } from '../../src/cli/train/recipes/recipe-table.ts';
import { engineNames } from '../../src/engines/open-engine.ts';
import { modelNames } from '../../src/models/model-table.ts';
import { fishOffers, zshOffers } from '../support/shell-offers.ts';
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

/** As the help lists them, itself too. */
async function commandNames(): Promise<readonly string[]> {
  const { stdout } = await runCommand(['help'], { columns: 400 });
  const [, list] = /^Commands:\n(.*?)\n\n/ms.exec(stdout) ?? [];
  return [...list.matchAll(/^ {2}([a-z]+) /gm)].map(([, name]) => name);
}

describe('googlenet completion', () => {
  itUnless(without('bash'), 'makes bash offer commands, options and their values', async () => {
    const script = await scriptOf('bash');
    const offers = (...words: string[]) => offersOf(script, words);
    expect(offers('')).toEqual(expect.arrayContaining(['train', 'doctor', 'completion', 'help']));
    expect(offers('su')).toEqual(['summary']);
    expect(offers('train', '--re')).toEqual(['--recipe', '--resume']);
    expect(offers('train', '--no-n')).toEqual(['--no-nesterov']);
    expect(offers('bench', '--deb')).toEqual(['--debug']);
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

  for (const [shell, offersOfShell] of Object.entries({ zsh: zshOffers, fish: fishOffers })) {
    itUnless(without(shell), `makes ${shell} offer the same`, async () => {
      const folder = temporaryFolder();
      for (const name of ['my runs', 'train']) mkdirSync(join(folder, name));
      writeFileSync(join(folder, 'my.yaml'), '');
      const expected = {
        '': await commandNames(),
        su: ['summary'],
        '--': ['--help', '--version'],
        'help su': ['summary'],
        'train --re': ['--recipe', '--resume'],
        'bench --deb': ['--debug'],
        // A folder that is called as a command is stays a folder.
        'report train --deb': ['--debug'],
        'report train --ep': [],
        'train --engine ': ['auto', ...engineNames],
        'train --engine=onn': engineNames.filter((name) => name.startsWith('onn')),
        'summary --model ': modelNames,
        'train --epochs ': [],
        'completion ': ['bash', 'zsh', 'fish'],
        'train --config my': ['my runs', 'my.yaml'],
        'train --resume my': ['my runs'],
        'predict my': ['my runs', 'my.yaml'],
      };
      const offered = offersOfShell(await scriptOf(shell), Object.keys(expected), folder);
      const sorted = Object.entries(expected).map(([line, offers]) => [line, offers.toSorted()]);
      expect(offered).toEqual(Object.fromEntries(sorted));
    });
  }

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
