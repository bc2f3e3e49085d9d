// Commander's help in a language: its headings and our descriptions, in lines that fit the terminal in either.
import { Help, type HelpConfiguration } from 'commander';
import { sayHelp } from '../zh/chinese.ts';
import type { Language } from './language.ts';
import { displayWidth } from './terminal-text.ts';
import { wrapText } from './wrap-text.ts';

export function helpIn(language: Language): HelpConfiguration {
  const say = (text: string) => sayHelp(text, language);
  const sayWords = (text: string) => text.split(' ').map(say).join(' ');
  return {
    // It puts a space behind `Usage:`, which a full-width colon has in itself.
    formatHelp: (command, help) => Help.prototype.formatHelp.call(help, command, help).replace('： ', '：'),
    displayWidth,
    boxWrap: wrapText,
    styleTitle: say,
    styleUsage: sayWords,
    styleSubcommandTerm: sayWords,
    commandDescription: (command) => say(command.description()),
    subcommandDescription: (command) => say(command.description()),
    optionDescription: (option) => say(option.description),
    argumentDescription: (argument) => say(argument.description),
  };
}
