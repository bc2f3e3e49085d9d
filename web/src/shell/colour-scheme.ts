// Light or dark: as the system is, or as was chosen here. The choice is an attribute of the page, which style/tokens.css
// goes by; public/scheme.js sets it before the page is painted.
import { effect } from '@preact/signals';
import { oneOf, remembered } from './remembered.ts';

export const schemes = ['system', 'light', 'dark'] as const;

export const scheme = remembered('scheme', oneOf(schemes));

const system = matchMedia('(prefers-color-scheme: dark)');

effect(() => {
  document.documentElement.dataset.scheme = scheme.value;
});

/** Whenever colours may be others. @returns what ends it */
export function whenColoursChange(react: () => void): () => void {
  let isFirst = true;
  const end = effect(() => {
    void scheme.value;
    if (!isFirst) react();
    isFirst = false;
  });
  system.addEventListener('change', react);
  return () => {
    end();
    system.removeEventListener('change', react);
  };
}
