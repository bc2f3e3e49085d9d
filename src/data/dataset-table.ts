// The datasets that can be named: one row each. A row finds a dataset and says what it has. What is loaded before a part is
// asked for is the row's business: a folder's pictures are decoded at once, since that tells which of them can be used.
import { basename } from 'node:path';
import type { ImageForm } from '../images/image-form.ts';
import type { Language, Texts } from '../metrics/languages.ts';
import { type Part, partNames } from '../metrics/metric-table.ts';
import { type DataChoice, type DatasetName, datasetNames } from './data-choice.ts';
import type { ImageDataset } from './dataset.ts';
import type { DownloadProgress } from './download.ts';
import { fashionMnistClassNames } from './fashion-mnist/class-names.ts';
import type { FashionMnistOptions } from './fashion-mnist/fashion-mnist.ts';
import { fashionMnistForm } from './fashion-mnist/files.ts';
import { openFashionMnist } from './fashion-mnist/open.ts';
import type { FileList } from './image-folder/file-list.ts';
import type { ImageFolder } from './image-folder/image-folder.ts';
import { openFolder } from './image-folder/open.ts';
import type { ImageNote, ImageProgress } from './image-folder/open-images.ts';
import type { ProxySettings } from './proxy.ts';

export const parts = Object.keys(partNames) as readonly Part[];

/** How images are wanted, of a dataset that leaves it open. */
export interface DataRequest {
  readonly form?: ImageForm;
  /** Share of the training images that the best epoch is chosen by; undefined: the dataset's own default. */
  readonly valSplit?: number | undefined;
  readonly seed: number;
  /** Which files belong to which part, for a run that goes on. */
  readonly list?: FileList | undefined;
  /** Classes of a network that learned from another dataset, by which labels are then numbered. */
  readonly classNames?: readonly string[];
}

/** What a row needs of the world. */
export interface DataHost {
  /** The user's cache folder; default: the platform's. */
  readonly cacheDirectory?: string;
  /** Bytes of all decoded pictures in it. */
  readonly cacheLimit?: number;
  /** To download through. */
  readonly proxy?: ProxySettings;
  readonly onDownload?: (progress: DownloadProgress) => void;
  readonly onImages?: (progress: ImageProgress) => void;
  readonly onImageNote?: (note: ImageNote) => void;
  /** What to call a folder in errors. Default: its path. */
  readonly shownName?: string;
  /** Ends the decoding. */
  readonly signal?: AbortSignal;
  /** Default: the real one. */
  readonly loadFashionMnist?: (options: FashionMnistOptions) => Promise<ImageDataset>;
}

/** A dataset that was found. */
export interface OpenedData {
  readonly choice: DataChoice;
  /** As people call it. */
  readonly title: string;
  readonly classNames: readonly string[];
  /** How its images were made of pictures. */
  readonly form: ImageForm;
  /** Images of each part that there is. */
  readonly counts: { readonly [P in Part]?: number };
  /** @param limit only so many. @throws DataError for a part that there is not, or files that cannot be read */
  readonly load: (part: Part, limit?: number) => Promise<ImageDataset>;
  /** What was found in a folder of pictures; only for such a folder. */
  readonly folder?: ImageFolder;
  /** Which files of a folder of pictures belong to which part. */
  readonly list?: FileList;
  /** Frees what the datasets read from; they cannot be read afterwards. */
  readonly close?: () => void;
}

/** How many images a part has, and what they are. */
export function imagesOf({ counts }: OpenedData, part: Part): { readonly most: number; readonly of: string } {
  return { most: counts[part] ?? 0, of: `the ${partNames[part].en} images that there are` };
}

/** The images that a run's weights are judged by at its end: its test part or, where there is none, its validation part. */
export function loadJudged({ counts, load }: OpenedData, testLimit: number | undefined): Promise<ImageDataset> {
  return counts.test === undefined ? load('val') : load('test', testLimit);
}

interface DatasetRow {
  readonly title: string;
  /** Where its classes have names in each language, in the order of their labels. */
  readonly classNames?: Texts<readonly string[]>;
  /** Where its images are the same for everybody. */
  readonly form?: ImageForm;
  readonly open: (choice: DataChoice, request: DataRequest, host: DataHost) => Promise<OpenedData>;
}

export const datasets = {
  'fashion-mnist': {
    title: 'Fashion-MNIST',
    classNames: fashionMnistClassNames,
    form: fashionMnistForm,
    open: openFashionMnist,
  },
  folder: { title: 'pictures of your own', open: openFolder },
} as const satisfies { readonly [N in DatasetName]: DatasetRow };

export { type DataChoice, type DatasetName, datasetNames };

/** A dataset's name for people; a folder is called by its own. */
export function dataTitle({ name, path }: DataChoice): string {
  return path === undefined ? datasets[name].title : basename(path) || path;
}

/**
 * What people read for the classes of a network that learned from the dataset: names in their language where the dataset has
 * them and the network's are the dataset's own.
 */
export function shownClassNames(
  name: DatasetName,
  classNames: readonly string[],
  language: Language,
): readonly string[] {
  const { classNames: ofDataset }: DatasetRow = datasets[name];
  const isOwn =
    ofDataset?.en.length === classNames.length && ofDataset.en.every((each, label) => each === classNames[label]);
  return isOwn ? ofDataset[language] : classNames;
}

/** The row that images are of, where their name, classes and size say so: `fashionMnist` calls its own `fashion-mnist/train`. */
export function rowOfDataset(
  dataset: ImageDataset,
): { readonly name: DatasetName; readonly form: ImageForm } | undefined {
  for (const name of datasetNames) {
    const { classNames, form }: DatasetRow = datasets[name];
    if (form === undefined || !dataset.name.startsWith(`${name}/`)) continue;
    const { channels = 1, rows, columns } = dataset;
    const isOfForm = channels === form.channels && rows === form.rows && columns === form.columns;
    if (isOfForm && classNames?.en.join() === dataset.classNames.join()) return { name, form };
  }
  return undefined;
}

/** @throws DataError where it is not to be found, or is none */
export function openData(choice: DataChoice, request: DataRequest, host: DataHost): Promise<OpenedData> {
  return datasets[choice.name].open(choice, request, host);
}
