// What is said of a folder of pictures, in each language.
import { bar } from './terminal/bar.ts';
import type { Language } from './terminal/language.ts';

interface DataTexts {
  /** Where no bar is drawn. */
  readonly decoding: (total: number) => string;
  readonly decodingImages: (done: number, total: number) => string;
  readonly checkingImages: (done: number, total: number) => string;
  readonly damagedCache: (path: string, reason: string) => string;
  readonly inMemory: (bytes: number, reason: string) => string;
  readonly leftOut: (file: string, reason: string) => string;
  readonly moreLeftOut: (count: number) => string;
}

const english: DataTexts = {
  decoding: (total) => `decoding ${group(total)} pictures; they are kept for the next time`,
  decodingImages: (done, total) => `decoding pictures ${bar(done / total)} ${group(done)}/${group(total)}`,
  checkingImages: (done, total) => `reading decoded pictures ${bar(done / total)} ${group(done)}/${group(total)}`,
  damagedCache: (path, reason) => `${path}: ${reason}; the pictures are decoded once more`,
  inMemory: (bytes, reason) => `the decoded pictures (${megabytes(bytes)} MB) are in memory alone: ${reason}`,
  leftOut: (file, reason) => `left out: ${file}: ${reason}`,
  moreLeftOut: (count) => `left out: ${group(count)} more, see files.json of the run`,
};

const chinese: DataTexts = {
  decoding: (total) => `正在解码 ${group(total)} 张图片，结果会保留供下次使用`,
  decodingImages: (done, total) => `解码图片 ${bar(done / total)} ${group(done)}/${group(total)}`,
  checkingImages: (done, total) => `读取已解码的图片 ${bar(done / total)} ${group(done)}/${group(total)}`,
  damagedCache: (path, reason) => `${path}：${reason}；将重新解码图片`,
  inMemory: (bytes, reason) => `解码后的图片（${megabytes(bytes)} MB）只保存在内存中：${reason}`,
  leftOut: (file, reason) => `已跳过：${file}：${reason}`,
  moreLeftOut: (count) => `已跳过另外 ${group(count)} 个文件，见运行文件夹中的 files.json`,
};

export const dataTexts: { readonly [L in Language]: DataTexts } = { en: english, zh: chinese };

function group(count: number): string {
  return count.toLocaleString('en-US');
}

function megabytes(bytes: number): string {
  return group(Math.round(bytes / 1e6));
}
