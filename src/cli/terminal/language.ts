// The languages of the command line, and which one the user's locale asks for.
import { type Language, languages } from '../../metrics/languages.ts';
import type { Environment } from '../command-context.ts';

export { type Language, languages } from '../../metrics/languages.ts';

/** Chinese for a locale such as `zh_CN.UTF-8`. The first of the variables that is set decides, as in POSIX. */
export function localeLanguage({ LC_ALL, LC_MESSAGES, LANG }: Environment): Language {
  const locale = LC_ALL || LC_MESSAGES || LANG || '';
  return /^zh([_.@-]|$)/i.test(locale) ? 'zh' : 'en';
}

/** What `--lang` asks for, wherever it stands and whatever else is wrong, else the locale: help and errors come before options. */
export function spokenLanguage(words: readonly string[], env: Environment): Language {
  const given = words.flatMap((word, index) => {
    if (word.startsWith('--lang=')) return [word.slice('--lang='.length)];
    return word === '--lang' ? words.slice(index + 1, index + 2) : [];
  });
  return languages.find((language) => language === given.at(-1)) ?? localeLanguage(env);
}
