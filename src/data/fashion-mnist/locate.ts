// Finds Fashion-MNIST on this machine: the folder that was asked for, the user's cache, the system's package.
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError } from '../../errors/data-error.ts';
import { cacheFolder } from '../../formats/home-directory.ts';
import { type FashionMnistSplit, fashionMnistSystemDirectories, filesOf } from './files.ts';

/** Where the files of Fashion-MNIST may lie. */
export interface FashionMnistPlaces {
  /** A folder with the files, gzipped or not. When given, no other is looked at. */
  readonly directory?: string;
  /** The user's cache folder, i.e. what XDG_CACHE_HOME holds. Default: the platform's. */
  readonly cacheDirectory?: string;
  /** Default: where Debian's package `dataset-fashion-mnist` puts the files. */
  readonly systemDirectories?: readonly string[];
}

export interface FashionMnistLocation {
  readonly source: 'directory' | 'cache' | 'system';
  readonly directory: string;
  /** Path of every file wanted, by its name without `.gz`. */
  readonly paths: ReadonlyMap<string, string>;
}

/**
 * Where the files would be read from; undefined if they would have to be downloaded. Contents are not looked at.
 * @param split only this split's two files are wanted; otherwise all four
 * @throws DataError naming the files that an explicit `directory` lacks
 */
export async function locateFashionMnist(
  places: FashionMnistPlaces = {},
  split?: FashionMnistSplit,
): Promise<FashionMnistLocation | undefined> {
  const wanted = filesOf(split).map(({ name }) => name);
  if (places.directory !== undefined) {
    const paths = await findFiles(places.directory, wanted);
    const missing = wanted.filter((name) => !paths.has(name));
    if (missing.length > 0) {
      throw new DataError(`${places.directory}: missing ${missing.map((name) => `${name}.gz`).join(', ')}`, {
        hint: 'put the files there (with or without .gz), or leave the directory out to use the cache or the network',
      });
    }
    return { source: 'directory', directory: places.directory, paths };
  }
  const cache = fashionMnistCache(places.cacheDirectory);
  const inCache = cache === undefined ? undefined : await findIn('cache', [cache], wanted);
  return inCache ?? locateInSystem(places, split);
}

/** That of the system's package alone. */
export async function locateInSystem(
  { systemDirectories = fashionMnistSystemDirectories }: FashionMnistPlaces,
  split?: FashionMnistSplit,
): Promise<FashionMnistLocation | undefined> {
  return findIn(
    'system',
    systemDirectories,
    filesOf(split).map(({ name }) => name),
  );
}

/** The first folder that has all of them. */
async function findIn(
  source: FashionMnistLocation['source'],
  directories: readonly string[],
  wanted: readonly string[],
): Promise<FashionMnistLocation | undefined> {
  for (const directory of directories) {
    const paths = await findFiles(directory, wanted);
    if (paths.size === wanted.length) return { source, directory, paths };
  }
  return undefined;
}

/** The folder that downloads go to; undefined where no cache was given and the user has no home. */
export function fashionMnistCache(cacheDirectory?: string): string | undefined {
  return cacheFolder('fashion-mnist', cacheDirectory);
}

/** Those of the names that the folder has, as `<name>.gz` or else as `<name>`. */
export async function findFiles(directory: string, names: readonly string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const name of names) {
    for (const path of [join(directory, `${name}.gz`), join(directory, name)]) {
      if (!found.has(name) && (await isThere(path))) found.set(name, path);
    }
  }
  return found;
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
