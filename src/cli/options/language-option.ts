// The option of every command that speaks more than one language.
import { languages } from '../terminal/language.ts';
import { choice } from './option-values.ts';
import { option } from './options.ts';

export const languageOption = () =>
  option('--lang <language>', `${languages.join(' or ')} (default: the locale's)`, choice(languages).optional());
