// What real shells offer for the last word of a line, by a script of completion.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { patience } from './patience.ts';

/** Read by a zsh on a terminal of its own: the tab key prints each offer, then completes. */
const listening = `
PROMPT=
autoload -Uz compinit
compinit -u -D
source $1
compadd() {
  # With these it is asked, not told.
  if [[ \${@[1,(i)(-|--)]} == *-[a-zA-Z]#(O|A|D)* ]]; then builtin compadd "$@"; return; fi
  local -a offers
  builtin compadd -O offers "$@"
  print -rl -- $offers
  builtin compadd "$@"
}
offer() { print '<offers>'; _main_complete; print '<end>' }
zle -C offer complete-word offer
bindkey '^I' offer
print '<ready>'
`;

/** Types each line into that zsh, and the tab key, and wipes it out. */
const typing = `
zmodload zsh/zpty
zpty typed zsh -f -i
zpty -w typed "source $\{(q)1} $\{(q)2}"
zpty -r typed heard '*<ready>*'
for line in "\${@:3}"; do
  zpty -w -n typed "$line"$'\t'
  zpty -r typed heard '*<end>'
  print -r -- "$heard"
  zpty -w -n typed $'\\C-u'
done
`;

/** By what stands behind `googlenet`: the offers, sorted, without quoting and without a folder's slash. */
type Offers = Readonly<Record<string, readonly string[]>>;

export function zshOffers(script: string, lines: readonly string[], cwd: string): Offers {
  const file = join(mkdtempSync(join(tmpdir(), 'googlenet-zsh-')), 'listening.zsh');
  writeFileSync(file, listening);
  const typed = lines.map((line) => `googlenet ${line}`);
  const heard = print('zsh', ['-f', '-c', typing, 'zsh', file, script, ...typed], cwd);
  const offers = [...heard.matchAll(/<offers>(.*?)<end>/gs)].map(([, text]) => sorted(text.replaceAll('\\', '')));
  expect(offers).toHaveLength(lines.length);
  return Object.fromEntries(lines.map((line, index) => [line, offers[index]]));
}

export function fishOffers(script: string, lines: readonly string[], cwd: string): Offers {
  const asking = 'source $argv[1]; complete --do-complete $argv[2]';
  return Object.fromEntries(
    lines.map((line) => {
      const text = print('fish', ['--no-config', '-c', asking, script, `googlenet ${line}`], cwd);
      // Behind a tab stands what it means. Before a value stands its option again, where one is typed with its sign.
      return [line, sorted(text.replaceAll(/\t.*|^--[a-z]+=/gm, ''))];
    }),
  );
}

function print(shell: string, args: readonly string[], cwd: string): string {
  const { stdout, stderr, error } = spawnSync(shell, args, { encoding: 'utf8', cwd, timeout: patience.poll });
  expect([error, stderr]).toEqual([undefined, '']);
  return stdout;
}

function sorted(text: string): readonly string[] {
  const lines = text.split(/\r?\n/).map((line) => line.replace(/\/$/, ''));
  return [...new Set(lines)].filter((line) => line !== '').toSorted();
}
