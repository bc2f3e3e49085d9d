// The completion of bash, from 3.2 on: one list of words for each place at which something can be offered.
import type { DescribedOption } from '../options/options.ts';
import { type DescribedCommand, helpWords } from './described-command.ts';

const offers = {
  file: '_googlenet_offer -f',
  folder: '_googlenet_offer -d',
} as const;

export function bashCompletion(commands: readonly DescribedCommand[]): string {
  const names = commands.map(({ name }) => name).join(' ');
  const besides = [...helpWords.commands, ...helpWords.options].map(({ name }) => name).join(' ');
  return `# Completion of googlenet for bash. Install: googlenet completion bash > ~/.local/share/bash-completion/completions/googlenet
_googlenet_offer() {
  local IFS=$'\\n'
  compopt -o filenames 2>/dev/null
  COMPREPLY=( $(compgen "$1" -- "$current") )
}

_googlenet_words() {
  COMPREPLY=( $(compgen -W "$1" -- "$current") )
}

_googlenet() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" IFS=$' \\t\\n'
  # Bash takes --engine=auto for three words.
  if [ "$current" = '=' ]; then
    current=''
  elif [ "$previous" = '=' ]; then
    previous="\${COMP_WORDS[COMP_CWORD-2]}"
  fi
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    _googlenet_words '${names} ${besides}'
    return
  fi
  case "\${COMP_WORDS[1]} $previous" in
    'help help') _googlenet_words '${names}'; return ;;
${commands.flatMap(valueCases).join('\n')}
  esac
  case "\${COMP_WORDS[1]} $current" in
${commands.map(optionCase).join('\n')}
${commands.map(argumentCase).join('\n')}
  esac
}

complete -F _googlenet googlenet
`;
}

/** What may stand behind an option. */
function valueCases({ name: command, options }: DescribedCommand): readonly string[] {
  return options
    .filter(({ isFlag }) => !isFlag)
    .map(({ name, value }) => `    '${command} ${name}') ${offerOf(value)}; return ;;`);
}

function optionCase({ name, options }: DescribedCommand): string {
  return `    '${name} -'*) _googlenet_words '${options.map((option) => option.name).join(' ')}' ;;`;
}

/** What may stand where no option does. */
function argumentCase({ name, arguments: words }: DescribedCommand): string {
  const [value] = words.map((word) => word.value);
  return `    '${name} '*) ${offerOf(value)} ;;`;
}

function offerOf(value: DescribedOption['value']): string {
  return value?.path === undefined ? `_googlenet_words '${value?.words?.join(' ') ?? ''}'` : offers[value.path];
}
