// All that `googlenet studio` says, in each language.
import { translated } from '../../metrics/languages.ts';
import { sayMessage } from '../zh/chinese.ts';

export const studioTexts = translated({
  en: {
    open: (url: string) => `studio at ${url} · Ctrl-C ends it`,
    openUntilInputEnds: (url: string) => `studio at ${url}`,
    /** It listens for other machines. */
    isPublic: (urls: readonly string[]) => `anyone who reaches this machine can read the runs, at ${urls.join(' or ')}`,
    noBrowser: (url: string) => `no browser could be opened: go to ${url}`,
    /** An answer; the studio goes on. */
    failed: (reason: string) => `a request failed: ${reason}`,
  },
  zh: {
    open: (url) => `studio 已启动：${url} · 按 Ctrl-C 结束`,
    openUntilInputEnds: (url) => `studio 已启动：${url}`,
    isPublic: (urls) => `任何能访问本机的人都可以读取这些训练结果：${urls.join(' 或 ')}`,
    noBrowser: (url) => `无法打开浏览器，请自行访问 ${url}`,
    failed: (reason) => `有一个请求失败：${sayMessage(reason, 'zh')}`,
  },
});
