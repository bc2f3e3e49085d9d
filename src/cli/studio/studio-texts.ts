// All that `googlenet studio` says, in each language.
import type { Language } from '../terminal/language.ts';

interface StudioTexts {
  readonly open: (url: string) => string;
  readonly openUntilInputEnds: (url: string) => string;
  /** It listens for other machines. */
  readonly isPublic: (urls: readonly string[]) => string;
  readonly noBrowser: (url: string) => string;
  /** An answer; the studio goes on. */
  readonly failed: (reason: string) => string;
}

export const studioTexts: { readonly [L in Language]: StudioTexts } = {
  en: {
    open: (url) => `studio at ${url} · Ctrl-C ends it`,
    openUntilInputEnds: (url) => `studio at ${url}`,
    isPublic: (urls) => `anyone who reaches this machine can read the runs, at ${urls.join(' or ')}`,
    noBrowser: (url) => `no browser could be opened: go to ${url}`,
    failed: (reason) => `a request failed: ${reason}`,
  },
  zh: {
    open: (url) => `studio 已启动：${url} · 按 Ctrl-C 结束`,
    openUntilInputEnds: (url) => `studio 已启动：${url}`,
    isPublic: (urls) => `任何能访问本机的人都可以读取这些训练结果：${urls.join(' 或 ')}`,
    noBrowser: (url) => `无法打开浏览器，请自行访问 ${url}`,
    failed: (reason) => `有一个请求失败：${reason}`,
  },
};
