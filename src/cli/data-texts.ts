// What is said of the pictures of a folder while they are read, in each language.
import type { Texts } from '../metrics/languages.ts';

interface DataTexts {
  /** Where no bar is drawn. */
  readonly decoding: (total: number) => string;
  readonly leftOut: (file: string, reason: string) => string;
  readonly moreLeftOut: (count: number) => string;
}

export const dataTexts: Texts<DataTexts> = {
  en: {
    decoding: (total) => `decoding ${total.toLocaleString('en-US')} pictures; they are kept for the next time`,
    leftOut: (file, reason) => `left out: ${file}: ${reason}`,
    moreLeftOut: (count) => `left out: ${count.toLocaleString('en-US')} more, see files.json of the run`,
  },
  zh: {
    decoding: (total) => `正在解码 ${total.toLocaleString('en-US')} 张图片，结果会保留供下次使用`,
    leftOut: (file, reason) => `已跳过：${file}：${reason}`,
    moreLeftOut: (count) => `已跳过另外 ${count.toLocaleString('en-US')} 个文件，见运行文件夹中的 files.json`,
  },
};
