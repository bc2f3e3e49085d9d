// The words about the connection to the server.
import type { Texts } from '../language/language.ts';

interface ConnectionTexts {
  readonly lost: (clock: string) => string;
  readonly tryNow: string;
}

export const connectionTexts: Texts<ConnectionTexts> = {
  en: {
    lost: (clock) =>
      `The server has not been heard since ${clock}. What is shown is from before; it goes on by itself.`,
    tryNow: 'Try now',
  },
  zh: {
    lost: (clock) => `自 ${clock} 起与服务器失去连接。显示的是之前的内容，连接会自动恢复。`,
    tryNow: '立即重试',
  },
};
