// The words about the connection to the server.
import { translated } from '../../../src/metrics/languages.ts';

export const connectionTexts = translated({
  en: {
    lost: (clock: string) =>
      `The server has not been heard since ${clock}. What is shown is from before; it goes on by itself.`,
    tryNow: 'Try now',
    notUnderstood: (event: string, reason: string) =>
      `What the server tells of ${event} is not what this page expects (${reason}). Load the page again; if that does not help, page and server are of different versions.`,
  },
  zh: {
    lost: (clock) => `自 ${clock} 起与服务器失去连接。显示的是之前的内容，连接会自动恢复。`,
    tryNow: '立即重试',
    notUnderstood: (event, reason) =>
      `服务器发来的 ${event} 消息不符合本页的预期（${reason}）。请重新加载页面；如果仍然如此，说明页面与服务器的版本不一致。`,
  },
});
