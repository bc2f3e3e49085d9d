// What is said of a folder of pictures, in each language.

import type { Duplicate, FolderCheck, FolderProblem } from '../../data/image-folder/check-folder.ts';
import type { ImageNote, ImageProgress } from '../../data/image-folder/open-images.ts';
import type { Part } from '../../metrics/metric-table.ts';
import { countOf, printCount } from '../../metrics/print-count.ts';
import type { Language } from '../terminal/language.ts';
import { sayMessage } from '../zh/chinese.ts';

export interface CheckTexts {
  readonly heading: (check: FolderCheck) => string;
  readonly class: string;
  readonly parts: Readonly<Record<Part | 'all', string>>;
  readonly moreClasses: (count: number) => string;
  readonly sizes: (sizes: NonNullable<FolderCheck['sizes']>) => string;
  readonly leftOut: (count: number) => string;
  readonly andMore: (count: number) => string;
  readonly otherFiles: (count: number) => string;
  readonly withoutClass: (count: number) => string;
  readonly otherFolders: (names: string) => string;
  readonly smallClasses: (classes: string) => string;
  readonly singleImages: (names: string) => string;
  readonly imbalance: (ratio: string) => string;
  readonly similarNames: (names: string) => string;
  readonly duplicates: (across: Duplicate['across'], count: number) => string;
  readonly problem: (directory: string, problem: FolderProblem) => string;
  readonly ready: string;
  readonly progress: (progress: ImageProgress) => string;
  readonly note: (note: ImageNote) => string;
}

const side = ({ rows, columns }: { readonly rows: number; readonly columns: number }) => `${columns}×${rows}`;
const megabytes = (bytes: number) => `${printCount(Math.ceil(bytes / 1e6))} MB`;

const english: CheckTexts = {
  heading: ({ directory, layout, parts, classes, images }) => {
    const counts = parts.map(
      (part) => `${countOf(images[part] ?? 0, 'picture')}${layout === 'parts' ? ` in ${part}` : ''}`,
    );
    return `${directory}: ${countOf(classes.length, 'class', 'classes')}, ${counts.join(', ')}`;
  },
  class: 'class',
  parts: { all: 'pictures', train: 'train', val: 'val', test: 'test' },
  moreClasses: (count) => `and ${countOf(count, 'more class', 'more classes')} (--json lists all)`,
  sizes: ({ smallest, median, largest }) => `sizes: ${side(smallest)} to ${side(largest)}, median ${side(median)}`,
  leftOut: (count) => `${countOf(count, 'picture')} left out:`,
  andMore: (count) => `and ${printCount(count)} more`,
  otherFiles: (count) => `${countOf(count, 'file')} of other kinds left out`,
  withoutClass: (count) => `${countOf(count, 'picture')} beside the folders of the classes left out`,
  otherFolders: (names) => `folders that are no parts left out: ${names}`,
  smallClasses: (classes) => `classes with fewer than 10 pictures: ${classes}`,
  singleImages: (names) => `classes with a single picture, which stays in training and is not validated: ${names}`,
  imbalance: (ratio) => `the largest class has ${ratio} times as many pictures as the smallest`,
  similarNames: (names) => `class names that differ in upper and lower case alone: ${names}`,
  duplicates: (across, count) =>
    across === 'parts'
      ? `${countOf(count, 'picture')} in more than one part, so that what is tested was learned:`
      : `${countOf(count, 'picture')} in more than one class:`,
  problem: (directory, problem) => `${directory}: ${englishProblem(problem)}`,
  ready: 'a training can start',
  progress: ({ kind, done, total }) =>
    `${kind === 'decoding' ? 'decoding pictures' : 'checking decoded pictures'}: ${printCount(done)} of ${printCount(total)}`,
  note: (note) =>
    note.kind === 'damaged-cache'
      ? `the decoded pictures in ${note.path} are damaged and made anew: ${note.reason}`
      : `the decoded pictures (${megabytes(note.bytes)}) stay in memory, and the next training decodes them again: ${note.reason}`,
};

const chineseParts: CheckTexts['parts'] = { all: '图片', train: '训练', val: '验证', test: '测试' };

const chinese: CheckTexts = {
  heading: ({ directory, layout, parts, classes, images }) => {
    const counts = parts.map(
      (part) => `${layout === 'parts' ? `${chineseParts[part]}集 ` : ''}${printCount(images[part] ?? 0)} 张图片`,
    );
    return `${directory}：${printCount(classes.length)} 个类别，${counts.join('，')}`;
  },
  class: '类别',
  parts: chineseParts,
  moreClasses: (count) => `另有 ${printCount(count)} 个类别（--json 列出全部）`,
  sizes: ({ smallest, median, largest }) => `尺寸：${side(smallest)} 至 ${side(largest)}，中位数 ${side(median)}`,
  leftOut: (count) => `${printCount(count)} 张图片不使用：`,
  andMore: (count) => `另有 ${printCount(count)} 个`,
  otherFiles: (count) => `${printCount(count)} 个其他类型的文件不使用`,
  withoutClass: (count) => `${printCount(count)} 张图片不在类别文件夹中，不使用`,
  otherFolders: (names) => `不属于任何数据集划分的文件夹，不使用：${names}`,
  smallClasses: (classes) => `图片少于 10 张的类别：${classes}`,
  singleImages: (names) => `只有一张图片的类别，该图片留在训练集，不参与验证：${names}`,
  imbalance: (ratio) => `最大类别的图片数是最小类别的 ${ratio} 倍`,
  similarNames: (names) => `仅大小写不同的类别名：${names}`,
  duplicates: (across, count) =>
    across === 'parts'
      ? `${printCount(count)} 张图片同时出现在多个划分中，测试的内容已经学过：`
      : `${printCount(count)} 张图片同时出现在多个类别中：`,
  problem: (directory, problem) => `${directory}：${chineseProblem(problem)}`,
  ready: '可以开始训练',
  progress: ({ kind, done, total }) =>
    `${kind === 'decoding' ? '正在解码图片' : '正在检查已解码的图片'}：${printCount(done)} / ${printCount(total)}`,
  note: (note) =>
    note.kind === 'damaged-cache'
      ? `${note.path} 中已解码的图片已损坏，将重新生成：${sayMessage(note.reason, 'zh')}`
      : `已解码的图片（${megabytes(note.bytes)}）保留在内存中，下次训练会重新解码：${sayMessage(note.reason, 'zh')}`,
};

export const checkTexts: { readonly [L in Language]: CheckTexts } = { en: english, zh: chinese };

function englishProblem(problem: FolderProblem): string {
  if (problem.kind === 'no-images') return 'there is no picture to learn from: nothing in the classes can be read';
  if (problem.kind === 'one-class')
    return `there is only one class, ${problem.className}: make a folder for each of at least two`;
  if (problem.kind === 'empty-part')
    return `${problem.part} has no picture that can be read: add some, or remove the folder`;
  return `classes without a picture to learn from: ${some(problem.classNames, english)}: add some, or remove their folders`;
}

function chineseProblem(problem: FolderProblem): string {
  if (problem.kind === 'no-images') return '没有可供学习的图片：各类别中没有能读取的图片';
  if (problem.kind === 'one-class') return `只有一个类别 ${problem.className}：请为至少两个类别各建一个文件夹`;
  if (problem.kind === 'empty-part')
    return `${chineseParts[problem.part]}集没有能读取的图片：请添加图片，或删除该文件夹`;
  return `没有可供学习的图片的类别：${some(problem.classNames, chinese)}：请添加图片，或删除这些文件夹`;
}

const mostNames = 10;

/** Names of a list that may be long. */
export function some(names: readonly string[], texts: CheckTexts): string {
  const separator = texts === chinese ? '、' : ', ';
  const rest = names.length > mostNames ? [texts.andMore(names.length - mostNames)] : [];
  return [...names.slice(0, mostNames), ...rest].join(separator);
}
