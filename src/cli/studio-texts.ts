// All that `googlenet studio` says, in each language.
import type { Language } from './language.ts';

interface StudioTexts {
  readonly open: (url: string) => string;
}

export const studioTexts: { readonly [L in Language]: StudioTexts } = {
  en: { open: (url) => `studio at ${url} · Ctrl-C ends it` },
  zh: { open: (url) => `studio 已启动：${url} · 按 Ctrl-C 结束` },
};
