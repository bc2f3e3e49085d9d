// The completion of fish: a line for each command, each option and the words of a command that are paths.
import type { DescribedArgument, DescribedOption } from '../options/options.ts';
import type { DescribedCommand } from './described-command.ts';

const folders = "'(__fish_complete_directories)'";

export function fishCompletion(commands: readonly DescribedCommand[]): string {
  return [
    '# Completion of googlenet for fish. Install: googlenet completion fish > ~/.config/fish/completions/googlenet.fish',
    'complete -c googlenet -f',
    ...commands.flatMap(commandLines),
    '',
  ].join('\n');
}

function commandLines({ name, description, options, arguments: words }: DescribedCommand): readonly string[] {
  const inIt = `complete -c googlenet -n '__fish_seen_subcommand_from ${name}'`;
  return [
    `complete -c googlenet -n __fish_use_subcommand -a ${name} -d ${quote(description)}`,
    ...options.map(
      (option) => `${inIt} -l ${option.name.slice(2)} ${valueTerms(option)}-d ${quote(option.description)}`,
    ),
    ...words.slice(0, 1).map((word) => `${inIt} ${wordsOf(word)}`),
  ];
}

function valueTerms({ isFlag, value }: DescribedOption): string {
  if (isFlag) return '';
  if (value?.path === 'folder') return `-x -a ${folders} `;
  if (value?.path === 'file') return '-r -F ';
  return value?.words === undefined ? '-x ' : `-x -a ${quote(value.words.join(' '))} `;
}

function wordsOf({ value }: DescribedArgument): string {
  if (value?.path === undefined) return `-a ${quote(value?.words?.join(' ') ?? '')}`;
  return value.path === 'folder' ? `-a ${folders}` : '-F';
}

function quote(text: string): string {
  return `'${text.replaceAll(/['\\]/g, '\\$&')}'`;
}
