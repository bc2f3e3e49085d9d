// What the command line says in Chinese: its help by one catalogue, its errors, hints and notes by another. The English
// sentences in the source are the keys; test/cli/chinese.test.ts reads the source and asks for a row for each.
import type { Language } from '../terminal/language.ts';
import { commandHelp } from './help-commands.ts';
import { commonHelp } from './help-common.ts';
import { trainHelp } from './help-train.ts';
import { dataMessages } from './messages-data.ts';
import { distributedMessages } from './messages-distributed.ts';
import { engineMessages } from './messages-engines.ts';
import { fileMessages } from './messages-files.ts';
import { optionMessages } from './messages-options.ts';
import { runMessages } from './messages-runs.ts';
import { shapeMessages } from './messages-shapes.ts';
import { systemReasons } from './messages-system.ts';
import { trainMessages } from './messages-train.ts';
import { weightsMessages } from './messages-weights.ts';
import { wordMessages } from './messages-words.ts';
import { type Catalogue, type Translator, translator } from './translator.ts';

export const helpCatalogues: readonly Catalogue[] = [commonHelp, commandHelp, trainHelp];
export const messageCatalogues: readonly Catalogue[] = [
  wordMessages,
  systemReasons,
  optionMessages,
  fileMessages,
  weightsMessages,
  dataMessages,
  runMessages,
  trainMessages,
  engineMessages,
  distributedMessages,
  shapeMessages,
];

/** English for what has no row. */
export const sayHelp = speaker(helpCatalogues);
/** A message, a hint or a note. English for what has no row. */
export const sayMessage = speaker(messageCatalogues);

function speaker(catalogues: readonly Catalogue[]): (text: string, language: Language) => string {
  // Made when something is first said in Chinese.
  let translate: Translator | undefined;
  return (text, language) => {
    if (language === 'en') return text;
    translate ??= translator(Object.assign({}, ...catalogues));
    return translate(text) ?? text;
  };
}
