// The completion of fish: a line for each command, each option and the words of a command that are paths.
import type { DescribedArgument, DescribedOption } from '../options/options.ts';
import { type DescribedCommand, helpWords } from './described-command.ts';

const folders = "'(__fish_complete_directories)'";
const first = "complete -c googlenet -n 'test (count (commandline -opc)) -eq 1'";
/** Not fish's own __fish_seen_subcommand_from: a later word may be a run's folder that is called as a command is. */
const inCommand = (name: string) =>
  `complete -c googlenet -n 'set -l words (commandline -opc); test "$words[2]" = ${name}'`;

export function fishCompletion(commands: readonly DescribedCommand[]): string {
  return [
    '# Completion of googlenet for fish. Install: googlenet completion fish > ~/.config/fish/completions/googlenet.fish',
    'complete -c googlenet -f',
    ...[...commands, ...helpWords.commands].map(
      ({ name, description }) => `${first} -a ${name} -d ${quote(description)}`,
    ),
    ...helpWords.options.map(({ name, description }) => `${first} -l ${name.slice(2)} -d ${quote(description)}`),
    `${inCommand('help')} -a ${quote(commands.map(({ name }) => name).join(' '))}`,
    ...commands.flatMap(commandLines),
    '',
  ].join('\n');
}

function commandLines({ name, options, arguments: words }: DescribedCommand): readonly string[] {
  const inIt = inCommand(name);
  return [
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
