// How each block of code of the documentation is checked: by its language, and the word behind its fence. A block that
// stands in no row here fails the tests.

/**
 * - `run`: executed, on a small part of the data and with small settings (small-settings.ts); TypeScript is type-checked before
 * - `check`: command, options and values are read as the program reads them
 * - `printed`: the lines were printed by what is run on the page, in this order; `…` stands for any others
 * - `excerpt`: stands in a file of examples/, each line
 * - `shown`: what files look like, or another language; nothing is looked at
 */
export const blockChecks = {
  ts: ['run'],
  sh: ['run', 'check'],
  text: ['printed', 'shown'],
  js: ['excerpt', 'shown'],
  html: ['excerpt'],
  python: ['shown'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type BlockLanguage = keyof typeof blockChecks;
