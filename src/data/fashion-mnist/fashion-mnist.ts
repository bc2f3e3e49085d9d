// Fashion-MNIST: found on this machine or downloaded into the user's cache, and always verified.
import { DataError } from '../../errors/data-error.ts';
import { GoogLeNetError } from '../../errors/googlenet-error.ts';
import { requireChoice, requireType } from '../../errors/require-option.ts';
import { type IdxFile, readIdxFile } from '../../formats/idx.ts';
import type { InMemoryDataset } from '../dataset.ts';
import { type DownloadProgress, downloadFile } from '../download.ts';
import { joinImagesAndLabels, requireLimit } from '../join-images-and-labels.ts';
import type { ProxySettings } from '../proxy.ts';
import {
  type DatasetFile,
  type FashionMnistSplit,
  fashionMnistClasses,
  fashionMnistFiles,
  fashionMnistMirrors,
  filesOf,
} from './files.ts';
import { type FashionMnistPlaces, fashionMnistCache, findFiles, locateFashionMnist, locateInSystem } from './locate.ts';

/** The largest of the four has 47 MB, and none of them is more when it is compressed. */
const largestFile = 2 ** 26;

/** What `fashionMnist` takes. */
export interface FashionMnistOptions extends FashionMnistPlaces {
  readonly split: FashionMnistSplit;
  /** Keep only the first so many images. */
  readonly limit?: number;
  /** Folders to download from, tried in order; none means never to download. Default: upstream's two. */
  readonly mirrors?: readonly string[];
  /** To download through. Default: none; the environment is not looked at. */
  readonly proxy?: ProxySettings;
  readonly onProgress?: (progress: DownloadProgress) => void;
}

/**
 * One split of Fashion-MNIST: 60,000 (train) or 10,000 (test) images of 28×28, ten classes.
 * Looked for in `directory`, or else in the user's cache, the system's package and the mirrors, in this order; the system's
 * takes the place of a damaged one in the cache, which `onProgress` is told.
 *
 * @throws DataError if it is nowhere to be had, or naming what is wrong with a file; OptionError for a bad option
 * @example
 * ```ts
 * import { fashionMnist } from 'googlenet';
 * const { images, labels, classNames } = await fashionMnist({ split: 'test', limit: 100 });
 * ```
 */
export async function fashionMnist(options: FashionMnistOptions): Promise<InMemoryDataset> {
  requireType('options', options, Object);
  const { split, limit, directory, cacheDirectory, mirrors, proxy } = options;
  requireChoice('split', split, ['train', 'test']);
  requireLimit(limit);
  for (const [name, path] of Object.entries({ directory, cacheDirectory })) {
    if (path !== undefined) requireType(name, path, 'string');
  }
  if (proxy !== undefined) requireProxy(proxy);
  if (mirrors !== undefined) requireType('mirrors', mirrors, Array);
  const found = await locateFashionMnist(options, split);
  if (found?.source !== 'cache') return readSplit(found?.paths ?? (await downloadSplit(options)), options);
  try {
    return await readSplit(found.paths, options);
  } catch (error) {
    const system = error instanceof GoogLeNetError ? await locateInSystem(options, split) : undefined;
    if (system === undefined) throw error;
    const dataset = await readSplit(system.paths, options);
    const reason = (error as GoogLeNetError).message.replace(/ · hint: .*$/s, '');
    options.onProgress?.({ kind: 'cache-damaged', reason, instead: system.directory });
    return dataset;
  }
}

/** @throws GoogLeNetError naming what is wrong with a file */
async function readSplit(
  paths: ReadonlyMap<string, string>,
  { split, limit }: FashionMnistOptions,
): Promise<InMemoryDataset> {
  const files = fashionMnistFiles[split];
  const read = ({ name }: DatasetFile) => readIdxFile(paths.get(name) ?? name, largestFile);
  const [images, labels] = await Promise.all([read(files.images), read(files.labels)]);
  // Before the hashes, because "images and labels are swapped" tells more than "unknown content".
  const dataset = joinImagesAndLabels(images, labels, {
    name: `fashion-mnist/${split}`,
    classNames: fashionMnistClasses,
    ...(limit === undefined ? {} : { limit }),
  });
  requireContent(images, files.images);
  requireContent(labels, files.labels);
  return dataset;
}

function requireContent(file: IdxFile, expected: DatasetFile): void {
  if (file.sha256 === expected.sha256) return;
  const other = filesOf().find(({ sha256 }) => sha256 === file.sha256);
  const content = other === undefined ? 'unknown content' : `the content of ${other.name}`;
  throw new DataError(
    `${file.path}: ${content}, expected ${expected.name}: SHA-256 of the decompressed bytes is ${file.sha256}, expected ${expected.sha256}`,
    { hint: 'the file is damaged or is another one: delete it and get it again' },
  );
}

function requireProxy(proxy: ProxySettings): void {
  requireType('proxy', proxy, Object);
  for (const name of ['http', 'https', 'except'] as const) {
    if (proxy[name] !== undefined) requireType(`proxy.${name}`, proxy[name], 'string');
  }
}

/** Fetches what the cache lacks of a split. */
async function downloadSplit(options: FashionMnistOptions): Promise<ReadonlyMap<string, string>> {
  const { split, mirrors = fashionMnistMirrors, proxy, onProgress } = options;
  const directory = fashionMnistCache(options.cacheDirectory);
  if (directory === undefined) throw noFolder();
  const wanted = filesOf(split);
  const paths = await findFiles(
    directory,
    wanted.map(({ name }) => name),
  );
  for (const file of wanted) {
    if (paths.has(file.name)) continue;
    const result = await downloadFile(file, {
      mirrors,
      directory,
      ...(proxy === undefined ? {} : { proxy }),
      ...(onProgress === undefined ? {} : { onProgress }),
    });
    if ('failures' in result) throw datasetUnavailable(directory, result.failures);
    paths.set(file.name, result.path);
  }
  return paths;
}

function noFolder(): DataError {
  const problem = 'there is no folder to download it to: the system knows no home of this user';
  return new DataError(`Fashion-MNIST is not on this machine, and ${problem}`, {
    hint:
      'set XDG_CACHE_HOME to a folder of yours (in a program, give cacheDirectory), ' +
      'or install the package (apt-get install dataset-fashion-mnist)',
  });
}

function datasetUnavailable(cache: string, failures: readonly string[]): DataError {
  const tried = failures.length === 0 ? 'downloading is switched off' : failures.join('; ');
  return new DataError(`Fashion-MNIST is neither on this machine nor to be downloaded (${tried})`, {
    hint:
      'one of three ways: install the package (apt-get install dataset-fashion-mnist); ' +
      `download the four .gz files from https://github.com/zalandoresearch/fashion-mnist into ${cache} ` +
      'or into a folder given as the directory; or try again with a network that reaches one of the mirrors',
  });
}
