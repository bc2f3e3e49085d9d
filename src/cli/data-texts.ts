// What is said of the pictures of a folder while they are read, in each language.
import { translated } from '../metrics/languages.ts';
import { countOf, printCount } from '../metrics/print-count.ts';
import { sayMessage } from './zh/chinese.ts';

export const dataTexts = translated({
  en: {
    /** Where no bar is drawn. */
    decoding: (total: number) => `decoding ${countOf(total, 'picture')}, kept for the next time`,
    leftOut: (file: string, reason: string) => `left out: ${file}: ${reason}`,
    moreLeftOut: (count: number) => `left out: ${printCount(count)} more, see files.json of the run`,
  },
  zh: {
    decoding: (total) => `正在解码 ${printCount(total)} 张图片，结果会保留供下次使用`,
    leftOut: (file, reason) => `已跳过：${file}：${sayMessage(reason, 'zh')}`,
    moreLeftOut: (count) => `已跳过另外 ${printCount(count)} 个文件，见运行文件夹中的 files.json`,
  },
});
