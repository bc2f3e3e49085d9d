// Downloads a gzipped dataset file from the first mirror that has the right content, and puts it in place all at once.
// A mirror is trusted for nothing: what arrives is decompressed and hashed before it is written.
import { createHash, randomUUID } from 'node:crypto';
import { access, constants, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError } from '../errors/data-error.ts';
import { reasonOf } from '../errors/reason-of.ts';
import { writeHint } from '../errors/write-hint.ts';
import { inflateIdx } from '../formats/idx.ts';
import { makeFolder } from '../formats/make-folder.ts';
import type { DatasetFile } from './fashion-mnist/files.ts';
import { type Fetch, openFetch, type ProxySettings } from './proxy.ts';

/** How far a download is. */
export type DownloadProgress =
  | {
      readonly kind: 'receiving';
      readonly url: string;
      readonly receivedBytes: number;
      /** Undefined if the server does not say. */
      readonly totalBytes: number | undefined;
    }
  | { readonly kind: 'mirror-failed'; readonly url: string; readonly reason: string }
  | { readonly kind: 'stored'; readonly url: string; readonly path: string }
  /** The cache's copy is damaged: that of another folder is read in its place. */
  | { readonly kind: 'cache-damaged'; readonly reason: string; readonly instead: string };

export interface DownloadOptions {
  /** Folders, tried in order; `<name>.gz` completes each. */
  readonly mirrors: readonly string[];
  /** Folder to write `<name>.gz` into; made if missing. */
  readonly directory: string;
  readonly onProgress?: (progress: DownloadProgress) => void;
  /** Default: none. */
  readonly proxy?: ProxySettings;
  /** A mirror that sends nothing for so long is given up. Default 30 000. */
  readonly timeoutMilliseconds?: number;
}

/**
 * @returns the path of the downloaded file, or every mirror's failure
 * @throws DataError if the folder cannot be written to, or the proxy's address is none
 */
export async function downloadFile(
  file: DatasetFile,
  { mirrors, directory, onProgress = () => {}, timeoutMilliseconds = 30_000, proxy }: DownloadOptions,
): Promise<{ readonly path: string } | { readonly failures: readonly string[] }> {
  const path = join(directory, `${file.name}.gz`);
  const failures: string[] = [];
  const fetchFile = await openFetch(proxy);
  if (mirrors.length > 0) await writing(directory, () => makeWritable(directory));
  for (const mirror of mirrors) {
    const url = `${mirror.replace(/(?<!\/)\/*$/, '/')}${file.name}.gz`;
    let bytes: Uint8Array;
    try {
      bytes = await receive(url, file, { fetchFile, timeoutMilliseconds, onProgress });
      await requireContent(bytes, url, file);
    } catch (error) {
      const reason = describeFailure(error);
      failures.push(`${url}: ${reason}`);
      onProgress({ kind: 'mirror-failed', url, reason });
      continue;
    }
    await writing(path, () => writeWhole(path, bytes));
    onProgress({ kind: 'stored', url, path });
    return { path };
  }
  return { failures };
}

interface Receiving extends Required<Pick<DownloadOptions, 'onProgress' | 'timeoutMilliseconds'>> {
  readonly fetchFile: Fetch;
}

async function receive(
  url: string,
  file: DatasetFile,
  { fetchFile, timeoutMilliseconds, onProgress }: Receiving,
): Promise<Uint8Array> {
  const abort = new AbortController();
  const giveUp = () => abort.abort(new Error(`no answer for ${timeoutMilliseconds / 1000} s`));
  const timer = setTimeout(giveUp, timeoutMilliseconds);
  try {
    const response = await fetchFile(url, { signal: abort.signal });
    if (!response.ok || response.body === null) throw new Error(`HTTP status ${response.status}`);
    const totalBytes = Number(response.headers.get('content-length')) || undefined;
    const chunks: Uint8Array[] = [];
    let receivedBytes = 0;
    for await (const chunk of response.body) {
      timer.refresh();
      chunks.push(chunk);
      receivedBytes += chunk.length;
      // Gzip never grows data by much: this is some other file, perhaps an endless one.
      if (receivedBytes > 2 * file.bytes + 65_536) throw new Error('far more bytes than the file has');
      onProgress({ kind: 'receiving', url, receivedBytes, totalBytes });
    }
    return Buffer.concat(chunks);
  } finally {
    clearTimeout(timer);
  }
}

async function requireContent(bytes: Uint8Array, url: string, file: DatasetFile): Promise<void> {
  const content = await inflateIdx(bytes, url, file.bytes);
  const sha256 = createHash('sha256').update(content).digest('hex');
  if (sha256 !== file.sha256) throw new Error(`unknown content: SHA-256 is ${sha256}, expected ${file.sha256}`);
}

/** Each writer has a temporary file of its own, so that two runs may fill one cache at the same time. */
async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${path}.${randomUUID()}.part`;
  try {
    const handle = await open(temporary, 'wx');
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw error;
  }
}

/** Makes sure that the folder can be written before anything is fetched for it. */
async function makeWritable(directory: string): Promise<void> {
  makeFolder(directory);
  await access(directory, constants.W_OK);
}

/** @throws DataError in place of the system's error */
async function writing(path: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (cause) {
    throw new DataError(`${path}: cannot be written: ${reasonOf(cause)}`, {
      ...writeHint(cause, 'choose another cache folder: XDG_CACHE_HOME, in a program cacheDirectory'),
      cause,
    });
  }
}

/** fetch hides the reason ("getaddrinfo ENOTFOUND …") in the cause of a "fetch failed". */
function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.message !== 'fetch failed' || !(error.cause instanceof Error)) return error.message;
  // An AggregateError (several addresses tried) has no message of its own.
  return error.cause.message || ('code' in error.cause ? String(error.cause.code) : error.message);
}
