// What import, export and predict say, in each language.
import type { Inversion } from '../../images/picture.ts';
import { countOf, printCount } from '../../metrics/print-count.ts';
import type { Language } from '../terminal/language.ts';

export interface ExchangeTexts {
  readonly imported: (result: {
    readonly tensors: number;
    readonly from: string;
    readonly format: string;
    readonly to: string;
  }) => string;
  /** Under which key the weights stood in a file of torch.save. */
  readonly ofKey: (key: string) => string;
  readonly withoutPrefix: (prefix: string) => string;
  /** @param names the first of them @param count of all */
  readonly leftOut: (names: readonly string[], count: number) => string;
  /** Which network the weights are of. @param images of one image, e.g. 1×96×96 @param heads undefined for networks that have none */
  readonly recognised: (network: {
    readonly title: string;
    readonly classes: number;
    readonly images: string;
    readonly heads: boolean | undefined;
  }) => string;
  readonly exported: (result: {
    readonly from: string;
    readonly format: string;
    readonly to: string;
    readonly megabytes: string;
  }) => string;
  readonly predictingWith: (file: string) => string;
  readonly predicted: (pictures: number, file: string) => string;
  /** What was done to a picture, and who decided it. */
  readonly inverted: (inverted: boolean, asked: Inversion) => string;
}

const english: ExchangeTexts = {
  imported: ({ tensors, from, format, to }) =>
    `imported ${countOf(tensors, 'tensor')} from ${from} (${format}) into ${to}`,
  ofKey: (key) => `the weights are those under ${JSON.stringify(key)}`,
  withoutPrefix: (prefix) => `taken off the names: ${prefix}`,
  leftOut: (names, count) => {
    const more = count > names.length ? [`and ${count - names.length} more`] : [];
    return `left out: ${[...names, ...more].join(', ')}`;
  },
  recognised: ({ title, classes, images, heads }) => {
    const withHeads = heads === undefined ? '' : `, with${heads ? '' : 'out'} auxiliary heads`;
    return `${title} for ${countOf(classes, 'class', 'classes')} and images of ${images}${withHeads}`;
  },
  exported: ({ from, format, to, megabytes }) => `exported ${from} as ${format} to ${to} (${megabytes} MB)`,
  predictingWith: (file) => `weights of ${file}`,
  predicted: (pictures, file) => `${countOf(pictures, 'picture')} predicted, written to ${file}`,
  inverted: (inverted, asked) => {
    const reason = asked === 'auto' ? `${inverted ? 'light' : 'dark'} ground` : `--invert ${asked}`;
    return `${inverted ? 'inverted' : 'not inverted'} (${reason})`;
  },
};

const chinese: ExchangeTexts = {
  imported: ({ tensors, from, format, to }) => `已从 ${from}（${format}）导入 ${tensors} 个张量到 ${to}`,
  ofKey: (key) => `权重取自“${key}”`,
  withoutPrefix: (prefix) => `已去掉名称的前缀：${prefix}`,
  leftOut: (names, count) => {
    const more = count > names.length ? ` 等 ${count} 项` : '';
    return `未导入：${names.join('、')}${more}`;
  },
  recognised: ({ title, classes, images, heads }) => {
    const withHeads = heads === undefined ? '' : `，${heads ? '带' : '不带'}辅助分类器`;
    return `${title}：${classes} 个类别，图像为 ${images}${withHeads}`;
  },
  exported: ({ from, format, to, megabytes }) => `已将 ${from} 以 ${format} 格式导出到 ${to}（${megabytes} MB）`,
  predictingWith: (file) => `权重来自 ${file}`,
  predicted: (pictures, file) => `已预测 ${printCount(pictures)} 张图片，写入 ${file}`,
  inverted: (inverted, asked) => {
    const reason = asked === 'auto' ? `背景较${inverted ? '亮' : '暗'}` : `--invert ${asked}`;
    return `${inverted ? '已反色' : '未反色'}（${reason}）`;
  },
};

export const exchangeTexts: { readonly [L in Language]: ExchangeTexts } = { en: english, zh: chinese };
