// The language of the page: the browser's, or the one that was chosen here and is remembered.
import { effect } from '@preact/signals';
import { type Language, languages, type Texts } from '../../../src/metrics/languages.ts';
import { remembered } from '../shell/remembered.ts';

export { type Language, languages, type Texts };

const choice = remembered(
  'language',
  (stored): Language => languages.find((name) => name === stored) ?? preferred(navigator.languages),
);

export const language: { readonly value: Language } = choice;

effect(() => {
  document.documentElement.lang = language.value === 'zh' ? 'zh-CN' : 'en';
});

export const chooseLanguage: (chosen: Language) => void = choice.choose;

/** The texts in the page's language; a component that calls this is drawn again when it changes. */
export function textsOf<T>(texts: Texts<T>): T {
  return texts[language.value];
}

/** The first of the browser's languages that the page speaks, else English. */
export function preferred(tags: readonly string[]): Language {
  const known = tags.map((tag) => tag.toLowerCase().split('-')[0]);
  return languages.find((name) => name === known.find((tag) => languages.some((own) => own === tag))) ?? 'en';
}
