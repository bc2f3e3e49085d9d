// From the bytes of a safetensors file to tensors, after every check in header.ts has passed.
import { constants } from 'node:buffer';
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { FormatError } from '../../errors/format-error.ts';
import { reasonOf } from '../../errors/reason-of.ts';
import { parseHeader, parseHeaderLength, prefixSize, type SafetensorsHeader } from './header.ts';
import { type SafetensorsTensor, tensorFromBytes } from './tensor.ts';

export interface SafetensorsFile {
  /** In the order of the header. */
  readonly tensors: ReadonlyMap<string, SafetensorsTensor>;
  /** Empty where the file has none; without a prototype. */
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * Tensors over `bytes`: views where the data is aligned, copies where not.
 *
 * @param where what to call the bytes in errors: the path
 * @throws FormatError naming the file, the tensor and what is wrong
 */
export function decodeSafetensors(bytes: Uint8Array, where: string): SafetensorsFile {
  const headerEnd = prefixSize + parseHeaderLength(bytes.subarray(0, prefixSize), bytes.length, where);
  const header = parseHeader(bytes.subarray(prefixSize, headerEnd), bytes.length - headerEnd, where);
  return fileOf(header, bytes.subarray(headerEnd));
}

/**
 * Reads a file; memory for the data is taken only when the header has proved right.
 *
 * @throws FormatError also for a file that is missing or cannot be read, with the system's error as its cause
 */
export function readSafetensors(path: string): SafetensorsFile {
  try {
    const stat = statSync(path);
    if (!stat.isFile()) {
      throw new FormatError(`${path}: not a file`);
    }
    const file = openSync(path, 'r');
    try {
      return readOpenFile(file, stat.size, path);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if (error instanceof FormatError) {
      throw error;
    }
    throw new FormatError(`${path}: cannot be read: ${reasonOf(error)}`, { cause: error });
  }
}

function readOpenFile(file: number, size: number, path: string): SafetensorsFile {
  const prefix = readFully(file, 0, Math.min(size, prefixSize), path);
  const headerLength = parseHeaderLength(prefix, size, path);
  const headerEnd = prefixSize + headerLength;
  const header = parseHeader(readFully(file, prefixSize, headerLength, path), size - headerEnd, path);
  return fileOf(header, readFully(file, headerEnd, size - headerEnd, path));
}

function readFully(file: number, position: number, length: number, path: string): Uint8Array {
  if (length > constants.MAX_LENGTH) {
    throw new FormatError(`${path}: ${length} bytes do not fit into one buffer of at most ${constants.MAX_LENGTH}`);
  }
  const bytes = new Uint8Array(length);
  let filled = 0;
  while (filled < length) {
    const count = readSync(file, bytes, filled, Math.min(length - filled, 2 ** 30), position + filled);
    if (count === 0) {
      throw new FormatError(`${path}: the file became shorter while it was read`);
    }
    filled += count;
  }
  return bytes;
}

function fileOf({ entries, metadata }: SafetensorsHeader, data: Uint8Array): SafetensorsFile {
  const tensors = new Map<string, SafetensorsTensor>();
  for (const { name, dtype, shape, begin, end } of entries) {
    tensors.set(name, tensorFromBytes(dtype, shape, data.subarray(begin, end)));
  }
  return { tensors, metadata };
}
