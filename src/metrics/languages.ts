// The languages in which everything that people read is written.

export const languages = ['en', 'zh'] as const;
/** A language of texts for people. */
export type Language = (typeof languages)[number];

/** The same texts in each language. */
export type Texts<T> = Readonly<Record<Language, T>>;

/** The English texts say what there is, and what each is made of: `const runTexts = translated({ en: {…}, zh: {…} })`. */
export function translated<T>(texts: { readonly en: T; readonly zh: NoInfer<T> }): Texts<T> {
  return texts;
}
