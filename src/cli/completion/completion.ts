// `googlenet completion`: a script with which a shell completes commands, options, their values, files and folders.
import { z } from 'zod';
import { defineCommand } from '../command.ts';
import { choice } from '../options/option-values.ts';
import { argument } from '../options/options.ts';
import { bashCompletion } from './bash-completion.ts';
import { type CompletableCommand, type DescribedCommand, describeCommand } from './described-command.ts';
import { fishCompletion } from './fish-completion.ts';
import { zshCompletion } from './zsh-completion.ts';

const shells = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const satisfies Readonly<
  Record<string, (commands: readonly DescribedCommand[]) => string>
>;
const shellNames = Object.keys(shells) as readonly (keyof typeof shells)[];

/** @param commands all there are, this one too: looked at when it runs */
export function completionCommand(commands: readonly CompletableCommand[]) {
  return defineCommand({
    name: 'completion',
    description:
      'Print what makes a shell complete commands, options and their values; its first line says where it goes.',
    examples: [
      [
        'googlenet completion bash > ~/.local/share/bash-completion/completions/googlenet',
        'for every new bash, with the package bash-completion',
      ],
      ['source <(googlenet completion zsh)', 'in ~/.zshrc, behind compinit'],
    ],
    options: z.object({ shell: argument('SHELL', shellNames.join(', '), choice(shellNames)) }),
    async run({ shell }, { stdout }) {
      stdout.printBlock(shells[shell](commands.map(describeCommand)));
      return 0;
    },
  });
}
