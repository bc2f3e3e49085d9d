// The languages in which everything that people read is written.

export const languages = ['en', 'zh'] as const;
export type Language = (typeof languages)[number];

/** The same texts in each language: `const texts: Texts<RunTexts> = { en: {…}, zh: {…} }`. */
export type Texts<T> = Readonly<Record<Language, T>>;
