// Replaces a file all at once: whatever moment the machine stops at, the path holds the old bytes or the new ones.
// The temporary's name is fixed, so that killed runs do not pile up leftovers; it allows one writer per path at a time.
// Or makes a new one, where several may try and nothing may be written over.
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import { dirname } from 'node:path';
import { placeNew } from './place-new.ts';

/** What replacing a file asks of the file system; tests put one in its place that fails or dies. */
export type FileOperations = Pick<
  typeof fs,
  'openSync' | 'writeSync' | 'fsyncSync' | 'closeSync' | 'renameSync' | 'rmSync'
>;

const { O_WRONLY, O_CREAT, O_TRUNC, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = fs.constants;
/** Overwrites whatever has the temporary's name, but follows no link and does not wait for the other end of a pipe. */
const writeAnew = O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_NONBLOCK;

/** Linux writes at most 2³¹ − 4096 bytes in one call. */
const largestWrite = 2 ** 30;

/**
 * Writes `chunks`, one after the other, to `PATH.tmp`; syncs it, renames it to `path`, and syncs the folder.
 *
 * @throws the system's own error (`code` is ENOSPC, EACCES, …), after removing the temporary and leaving `path` as it was
 */
export function replaceFile(path: string, chunks: Iterable<Uint8Array>, files: FileOperations = fs): void {
  const temporary = `${path}.tmp`;
  writeTemporary(temporary, writeAnew, chunks, files, () => files.renameSync(temporary, path));
  syncFolder(dirname(path), files);
}

/**
 * As `replaceFile`, but the file must be new, and the temporary's name is used by nobody else.
 * @throws the system's own error; its `code` is EEXIST where something is there, which stays as it is
 */
export function createFile(path: string, chunks: Iterable<Uint8Array>): void {
  const temporary = `${path}.${randomUUID()}.tmp`;
  writeTemporary(temporary, 'wx', chunks, fs, () => placeNew(temporary, path));
  fs.rmSync(temporary, { force: true });
  syncFolder(dirname(path), fs);
}

/**
 * As `replaceFile`, where several processes may do so at once, as with a cache: the last one's file stays. Makes the folder.
 * @throws the system's own error, leaving `path` as it was
 */
export function replaceShared(path: string, chunks: Iterable<Uint8Array>): void {
  const temporary = `${path}.${randomUUID()}.tmp`;
  fs.mkdirSync(dirname(path), { recursive: true });
  writeTemporary(temporary, 'wx', chunks, fs, () => fs.renameSync(temporary, path));
}

function writeTemporary(
  temporary: string,
  flag: number | 'wx',
  chunks: Iterable<Uint8Array>,
  files: FileOperations,
  finish: () => void,
): void {
  const file = files.openSync(temporary, flag);
  try {
    try {
      for (const chunk of chunks) {
        writeFully(file, chunk, files);
      }
      files.fsyncSync(file);
    } finally {
      files.closeSync(file);
    }
    finish();
  } catch (error) {
    files.rmSync(temporary, { force: true });
    throw error;
  }
}

function writeFully(file: number, chunk: Uint8Array, files: FileOperations): void {
  let written = 0;
  while (written < chunk.length) {
    written += files.writeSync(file, chunk, written, Math.min(chunk.length - written, largestWrite));
  }
}

/** Makes the rename itself survive a power cut. Windows cannot open folders and needs no such thing. */
function syncFolder(folder: string, files: FileOperations): void {
  if (process.platform === 'win32') {
    return;
  }
  const handle = files.openSync(folder, 'r');
  try {
    files.fsyncSync(handle);
  } finally {
    files.closeSync(handle);
  }
}
