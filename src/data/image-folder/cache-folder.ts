// The folder with the decoded images of all folders: bounded, the files that were used least recently are deleted first.
// A file that was touched in the last minutes is in use, maybe by another process, on another machine too: whoever reads
// it touches it now and then. So nobody has to say that it is done, and a process that is killed keeps nothing in use.
import { readdirSync, rmSync, statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Bytes of all files together. */
export const usualCacheLimit = 20e9;
export const inUseMilliseconds = 5 * 60_000;

const cacheEnding = '.images';

export function cachePath(folder: string, key: string): string {
  return join(folder, `${key}${cacheEnding}`);
}

/**
 * Deletes what has to go so that a file of so many bytes fits; nothing where that is not enough.
 * @returns why it is not
 * @throws the system's own error
 */
export function makeRoom(folder: string, bytes: number, limit: number): string | undefined {
  const files = listCacheFiles(folder);
  const idle = files
    .filter(({ isInUse }) => !isInUse)
    .sort((a, b) => Number(b.isLeftover) - Number(a.isLeftover) || a.used - b.used);
  const { bavail, bsize } = statfsSync(folder);
  let free = bavail * bsize;
  let kept = sizeOf(files);
  const lacks = () => {
    if (bytes + kept > limit) return `all of its files together may have ${gigabytes(limit)}`;
    return bytes > free ? `the disk has ${gigabytes(free)} free` : undefined;
  };
  const doomed: CacheFileEntry[] = [];
  for (const file of idle) {
    if (!file.isLeftover && lacks() === undefined) continue;
    doomed.push(file);
    kept -= file.size;
    free += file.size;
  }
  const reason = lacks();
  if (reason === undefined) for (const { path } of doomed) rmSync(path, { force: true });
  return reason;
}

export function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(bytes < 1e9 ? 3 : 1)} GB`;
}

interface CacheFileEntry {
  readonly path: string;
  readonly size: number;
  readonly used: number;
  readonly isInUse: boolean;
  /** Never completed: its process was killed. */
  readonly isLeftover: boolean;
}

function listCacheFiles(folder: string): readonly CacheFileEntry[] {
  return readdirSync(folder).flatMap((name) => {
    const isLeftover = name.endsWith('.tmp');
    const path = join(folder, name);
    const stats = statSync(path, { throwIfNoEntry: false });
    if (!(isLeftover || name.endsWith(cacheEnding)) || !stats?.isFile()) return [];
    const used = stats.mtimeMs;
    return [{ path, size: stats.size, used, isInUse: Date.now() - used < inUseMilliseconds, isLeftover }];
  });
}

function sizeOf(files: readonly CacheFileEntry[]): number {
  return files.reduce((sum, { size }) => sum + size, 0);
}
