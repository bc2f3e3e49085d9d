// The language of the page: the browser's, or the one that was chosen here and is remembered.
import { effect, signal } from '@preact/signals';
import { type Language, languages, type Texts } from '../../../src/metrics/languages.ts';

export { type Language, languages, type Texts };

const storageKey = 'googlenet.language';

export const language = signal<Language>(remembered() ?? preferred(navigator.languages));

effect(() => {
  document.documentElement.lang = language.value === 'zh' ? 'zh-CN' : 'en';
});

export function chooseLanguage(chosen: Language): void {
  language.value = chosen;
  // Storage may be off; the choice then lasts as long as the page.
  try {
    localStorage.setItem(storageKey, chosen);
  } catch {}
}

/** The texts in the page's language; a component that calls this is drawn again when it changes. */
export function textsOf<T>(texts: Texts<T>): T {
  return texts[language.value];
}

/** The first of the browser's languages that the page speaks, else English. */
export function preferred(tags: readonly string[]): Language {
  const known = tags.map((tag) => tag.toLowerCase().split('-')[0]);
  return languages.find((name) => name === known.find((tag) => languages.some((own) => own === tag))) ?? 'en';
}

function remembered(): Language | undefined {
  try {
    const stored = localStorage.getItem(storageKey);
    return languages.find((name) => name === stored);
  } catch {
    return undefined;
  }
}
