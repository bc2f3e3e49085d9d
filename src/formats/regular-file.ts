// The one door for files that people name, or that folders of theirs hold. What is not a regular file is refused before it
// is opened: a pipe waits for its other end, a device may never end or start to act. A file that is larger than its reader
// expects is refused before memory is taken. Links are followed, since what they lead to is looked at.
import { constants as bufferConstants } from 'node:buffer';
import { closeSync, constants, fstatSync, openSync, readSync, type Stats, statSync } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { FileError } from '../errors/file-error.ts';

/** A whole dataset or the weights of a network in memory; ours have 47 and 24 MB. */
export const largestBinaryFile = 2 ** 31;
/** Options, states and reports have kilobytes, or a few megabytes with plots in them. */
export const largestTextFile = 2 ** 24;
/** A file of lines is read as one string, which holds two million lines of a training. */
export const largestLinesFile = bufferConstants.MAX_STRING_LENGTH;

/** Something else may take the path between the check and the opening: these flags keep the opening from waiting for it. */
const readNow = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOCTTY ?? 0);
/** Linux reads at most 2³¹ − 4096 bytes in one call. */
const largestRead = 2 ** 30;

export interface OpenFile<File> {
  readonly file: File;
  /** Bytes that it had when it was opened: what is appended later is not read. */
  readonly size: number;
}

/**
 * Does not open it.
 * @throws FileError for what is no regular file; the system's own error where nothing is there, or nobody may look
 */
export function requireRegularFileSync(path: string): void {
  requireRegular(path, statSync(path));
}

/** The caller closes it. @throws FileError; the system's own error */
export function openRegularFileSync(path: string): OpenFile<number> {
  requireRegularFileSync(path);
  const file = openSync(path, readNow);
  try {
    const stats = fstatSync(file);
    requireRegular(path, stats);
    return { file, size: stats.size };
  } catch (error) {
    closeSync(file);
    throw error;
  }
}

/** The same without blocking while the disk is read. */
export async function openRegularFile(path: string): Promise<OpenFile<FileHandle>> {
  requireRegular(path, await stat(path));
  const file = await open(path, readNow);
  try {
    const stats = await file.stat();
    requireRegular(path, stats);
    return { file, size: stats.size };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** @param mostBytes a larger file is refused. @throws FileError; the system's own error */
export function readRegularFileSync(path: string, mostBytes: number): Buffer<ArrayBuffer> {
  const { file, size } = openRegularFileSync(path);
  try {
    requireSize(path, size, mostBytes);
    const bytes = Buffer.allocUnsafeSlow(size);
    readFullySync({ file, path }, bytes, 0);
    return bytes;
  } finally {
    closeSync(file);
  }
}

/** The same without blocking while the disk is read. */
export async function readRegularFile(path: string, mostBytes: number): Promise<Buffer<ArrayBuffer>> {
  const { file, size } = await openRegularFile(path);
  try {
    requireSize(path, size, mostBytes);
    const bytes = Buffer.allocUnsafeSlow(size);
    for (let filled = 0; filled < size; ) {
      const { bytesRead } = await file.read(bytes, filled, Math.min(size - filled, largestRead), filled);
      if (bytesRead === 0) throw becameShorter(path);
      filled += bytesRead;
    }
    return bytes;
  } finally {
    await file.close();
  }
}

/** Fills `bytes` from an open file. @throws FileError where the file ends before */
export function readFullySync(
  { file, path }: { readonly file: number; readonly path: string },
  bytes: Uint8Array,
  position: number,
): void {
  for (let filled = 0; filled < bytes.length; ) {
    const count = readSync(file, bytes, filled, Math.min(bytes.length - filled, largestRead), position + filled);
    if (count === 0) throw becameShorter(path);
    filled += count;
  }
}

/** @throws FileError */
export function requireSize(path: string, size: number, mostBytes: number): void {
  if (size <= mostBytes) return;
  throw new FileError(path, `it has ${size} bytes, at most ${mostBytes} are read`, 'it is probably another file');
}

function requireRegular(path: string, stats: Stats): void {
  if (stats.isFile()) return;
  throw new FileError(path, `it is ${kindOf(stats)}, not a file`, 'give a regular file');
}

function kindOf(stats: Stats): string {
  if (stats.isDirectory()) return 'a folder';
  if (stats.isFIFO()) return 'a pipe';
  if (stats.isSocket()) return 'a socket';
  return 'a device';
}

function becameShorter(path: string): FileError {
  return new FileError(path, 'it became shorter while it was read', 'try again when nobody writes to it');
}
