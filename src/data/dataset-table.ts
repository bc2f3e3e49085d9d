// The datasets that can be named: one row each. A row finds a dataset and says what it has; nothing is decoded before a
// part of it is asked for.
import type { ImageForm } from '../images/image-form.ts';
import type { ImageDataset } from './dataset.ts';
import type { DownloadProgress } from './download.ts';
import type { FashionMnistOptions } from './fashion-mnist/fashion-mnist.ts';
import { openFashionMnist } from './fashion-mnist/open.ts';

export const parts = ['train', 'val', 'test'] as const;
/** Images to learn from, to choose the best epoch by, and to test what was chosen. */
export type Part = (typeof parts)[number];

/** Where a task's images come from. */
export interface DataChoice {
  readonly name: DatasetName;
  /** Of a folder of pictures: absolute. */
  readonly path?: string | undefined;
}

/** How images are wanted, of a dataset that leaves it open. */
export interface DataRequest {
  readonly form?: ImageForm;
  /** Of the training images to choose the best epoch by; undefined is the dataset's own default. */
  readonly valSplit?: number | undefined;
  readonly seed: number;
}

/** What a row needs of the world. */
export interface DataHost {
  /** The user's cache folder; default: the platform's. */
  readonly cacheDirectory?: string;
  readonly onDownload?: (progress: DownloadProgress) => void;
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
}

/** How many images a part has, and what they are. */
export function imagesOf({ counts }: OpenedData, part: Part): { readonly most: number; readonly of: string } {
  const names = { train: 'training', val: 'validation', test: 'test' };
  return { most: counts[part] ?? 0, of: `the ${names[part]} images that there are` };
}

interface DatasetRow {
  readonly title: string;
  readonly open: (choice: DataChoice, request: DataRequest, host: DataHost) => Promise<OpenedData>;
}

export const datasets = {
  'fashion-mnist': { title: 'Fashion-MNIST', open: openFashionMnist },
} as const satisfies Readonly<Record<string, DatasetRow>>;

export type DatasetName = keyof typeof datasets;
export const datasetNames = Object.keys(datasets) as readonly DatasetName[];

/** @throws DataError where it is not to be found, or is none */
export function openData(choice: DataChoice, request: DataRequest, host: DataHost): Promise<OpenedData> {
  return datasets[choice.name].open(choice, request, host);
}
