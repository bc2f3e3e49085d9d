// The completion of zsh: the arguments of each command, in the language of _arguments.
import type { DescribedArgument, DescribedOption } from '../options/options.ts';
import { type DescribedCommand, helpWords } from './described-command.ts';

const actions = { file: '_files', folder: '_files -/' } as const;

export function zshCompletion(commands: readonly DescribedCommand[]): string {
  return `# Completion of googlenet for zsh. Install, behind compinit in ~/.zshrc: source <(googlenet completion zsh)
_googlenet() {
  local -a commands besides options
  commands=(
${described(commands)}
  )
  besides=(
${described(helpWords.commands)}
  )
  options=(
${described(helpWords.options)}
  )
  if (( CURRENT == 2 )); then
    _describe command commands -- besides
    _describe -o option options
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
    help) (( CURRENT == 2 )) && _describe command commands ;;
${commands.map(commandCase).join('\n')}
  esac
}

compdef _googlenet googlenet
`;
}

function described(words: readonly { readonly name: string; readonly description: string }[]): string {
  return words.map(({ name, description }) => `    ${quote(`${name}:${description}`)}`).join('\n');
}

function commandCase({ name, options, arguments: words }: DescribedCommand): string {
  const specs = [...options.map(optionSpec), ...words.map(argumentSpec)];
  return `    ${name})\n      _arguments \\\n${specs.map((spec) => `        ${quote(spec)}`).join(' \\\n')}\n      ;;`;
}

/** E.g. `--engine=[what computes]:value:(auto onednn)`. */
function optionSpec({ name, description, isFlag, value }: DescribedOption): string {
  const meaning = `[${description.replaceAll(/[[\]\\:]/g, '\\$&')}]`;
  return isFlag ? `${name}${meaning}` : `${name}=${meaning}:value:${actionOf(value)}`;
}

function argumentSpec({ term, value }: DescribedArgument): string {
  return `${term.endsWith('…') ? '*' : ''}:${term.replaceAll(/[|…:]/g, ' ').trim()}:${actionOf(value)}`;
}

function actionOf(value: DescribedOption['value']): string {
  if (value?.path !== undefined) return actions[value.path];
  return value?.words === undefined ? ' ' : `(${value.words.join(' ')})`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
