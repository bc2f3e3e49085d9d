// The images of a folder's pictures, decoded once: from the cache where they are, else decoded into it. Where the cache
// has no room, they are kept in memory if they fit.
import { constants } from 'node:buffer';
import { createHash } from 'node:crypto';
import { closeSync } from 'node:fs';
import { freemem } from 'node:os';
import { DataError } from '../../errors/data-error.ts';
import { reasonOf } from '../../errors/reason-of.ts';
import { cacheFolder } from '../../formats/home-directory.ts';
import { makeFolder } from '../../formats/make-folder.ts';
import { openRegularFileSync } from '../../formats/regular-file.ts';
import type { ImageSource } from '../dataset.ts';
import { type CacheContents, CacheFile } from './cache-file.ts';
import { cachePath, gigabytes, makeRoom, usualCacheLimit } from './cache-folder.ts';
import { decodeFiles, type ImageSettings } from './decode-files.ts';
import type { ImageIndex } from './image-index.ts';
import type { FolderFile } from './scan-folder.ts';

/** Raise it when pictures become other images, or cache files have another layout. */
const version = 1;

export interface ImageProgress {
  /** Looking at what the cache has, or decoding. */
  readonly kind: 'checking' | 'decoding';
  readonly done: number;
  readonly total: number;
}

/** What a user should know of where the images are. */
export type ImageNote =
  | { readonly kind: 'damaged-cache'; readonly path: string; readonly reason: string }
  /** Not in a cache: the next training will decode them again. */
  | { readonly kind: 'in-memory'; readonly bytes: number; readonly reason: string };

export interface OpenImagesOptions extends ImageSettings {
  /** The user's cache folder, i.e. what XDG_CACHE_HOME holds. Default: the platform's. */
  readonly cacheDirectory?: string | undefined;
  /** Bytes of all cached images together. Default 20 GB. */
  readonly cacheLimit?: number | undefined;
  readonly onProgress?: ((progress: ImageProgress) => void) | undefined;
  readonly onNote?: ((note: ImageNote) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Bytes that images may have in memory. Default: half of what is free. */
  readonly memoryLimit?: number | undefined;
}

export interface OpenedImages {
  /** What is known of each file, in the order of the files. */
  readonly index: ImageIndex;
  readonly source: ImageSource;
  /** Undefined where they are in memory. */
  readonly cachePath: string | undefined;
  readonly close: () => void;
}

/** @throws DataError where there is no room for them; the signal's reason */
export async function openImages(files: readonly FolderFile[], options: OpenImagesOptions): Promise<OpenedImages> {
  const contents = contentsOf(files, options);
  const place = findPlace(contents, options.cacheDirectory);
  if ('reason' in place) return decodeIntoMemory(files, contents, options, place.reason);
  const cached = await openCached(files, place.path, contents, options);
  if (cached !== undefined) return cached;
  const made = await decodeIntoCache(files, place, contents, options);
  return 'reason' in made ? decodeIntoMemory(files, contents, options, made.reason) : made;
}

function contentsOf(files: readonly FolderFile[], { form, margin }: ImageSettings): CacheContents {
  const hash = createHash('sha256').update(JSON.stringify({ version, form, margin }));
  for (const { location, size, modified } of files) hash.update(`\n${JSON.stringify([location, size, modified])}`);
  const imageBytes = form.channels * (form.rows + 2 * margin) * (form.columns + 2 * margin);
  return { key: hash.digest('hex'), count: files.length, imageBytes };
}

interface Reason {
  readonly reason: string;
}

interface CachePlace {
  readonly folder: string;
  readonly path: string;
}

function findPlace({ key }: CacheContents, cacheDirectory: string | undefined): CachePlace | Reason {
  const folder = cacheFolder('images', cacheDirectory);
  if (folder === undefined) return { reason: 'the user has no home folder, and XDG_CACHE_HOME names no other' };
  try {
    makeFolder(folder);
    return { folder, path: cachePath(folder, key) };
  } catch (error) {
    return { reason: `${folder}: cannot be made: ${reasonOf(error)}` };
  }
}

async function openCached(
  files: readonly FolderFile[],
  path: string,
  contents: CacheContents,
  { onProgress, onNote, signal }: OpenImagesOptions,
): Promise<OpenedImages | undefined> {
  try {
    const total = files.length;
    const onChecked = (done: number) => onProgress?.({ kind: 'checking', done, total });
    const opened = await CacheFile.open(path, contents, { onChecked, signal });
    if (opened === undefined) return undefined;
    if (!hasBecomeReadable(files, opened.index)) return asOpened(opened.file, opened.index);
    opened.file.close();
  } catch (error) {
    signal?.throwIfAborted();
    onNote?.({ kind: 'damaged-cache', path, reason: reasonOf(error) });
  }
  return undefined;
}

/** Whether a file that could not be read can be now, which neither its size nor its time tells. */
function hasBecomeReadable(files: readonly FolderFile[], { omissions }: ImageIndex): boolean {
  return [...omissions].some(([index, { isUnreadable }]) => {
    if (!isUnreadable) return false;
    try {
      closeSync(openRegularFileSync(files[index].location).file);
      return true;
    } catch {
      return false;
    }
  });
}

async function decodeIntoCache(
  files: readonly FolderFile[],
  { folder, path }: CachePlace,
  contents: CacheContents,
  options: OpenImagesOptions,
): Promise<OpenedImages | Reason> {
  const { cacheLimit = usualCacheLimit, signal } = options;
  let file: CacheFile | undefined;
  try {
    const reason = makeRoom(folder, bytesOf(contents), cacheLimit);
    if (reason !== undefined) return { reason: `${folder}: ${reason}` };
    file = CacheFile.create(path, contents);
    const index = await decodeFiles(files, options, file, decoding(files, options));
    file.complete(index);
    return asOpened(file, index);
  } catch (error) {
    file?.discard();
    signal?.throwIfAborted();
    return { reason: `${folder}: ${reasonOf(error)}` };
  }
}

async function decodeIntoMemory(
  files: readonly FolderFile[],
  contents: CacheContents,
  options: OpenImagesOptions,
  reason: string,
): Promise<OpenedImages> {
  const bytes = bytesOf(contents);
  const { memoryLimit = freemem() / 2 } = options;
  if (bytes > Math.min(memoryLimit, constants.MAX_LENGTH)) {
    throw new DataError(
      `${gigabytes(bytes)} of decoded images fit nowhere: ${reason}; memory has ${gigabytes(memoryLimit)} for them`,
      {
        hint: 'make room, have the cache elsewhere (XDG_CACHE_HOME), or make the images smaller (--image-size)',
      },
    );
  }
  options.onNote?.({ kind: 'in-memory', bytes, reason });
  const { imageBytes } = contents;
  const images = new Uint8Array(bytes);
  const sink = { write: (index: number, pixels: Uint8Array) => images.set(pixels, index * imageBytes) };
  const index = await decodeFiles(files, options, sink, decoding(files, options));
  const source = {
    readInto: (place: number, target: Uint8Array) =>
      target.set(images.subarray(place * imageBytes, (place + 1) * imageBytes)),
  };
  return { index, source, cachePath: undefined, close: () => {} };
}

function asOpened(file: CacheFile, index: ImageIndex): OpenedImages {
  return { index, source: file, cachePath: file.path, close: () => file.close() };
}

function decoding({ length: total }: readonly FolderFile[], { onProgress, signal }: OpenImagesOptions) {
  return { onDone: (done: number) => onProgress?.({ kind: 'decoding', done, total }), signal };
}

function bytesOf({ count, imageBytes }: CacheContents): number {
  return count * imageBytes;
}
