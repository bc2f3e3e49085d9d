// From the bytes of a safetensors file to tensors, after every check in header.ts has passed.
import { closeSync } from 'node:fs';
import { FormatError } from '../../errors/format-error.ts';
import { reasonOf } from '../../errors/reason-of.ts';
import { largestBinaryFile, openRegularFileSync, readFullySync, requireSize } from '../regular-file.ts';
import { requireBytes } from '../require-bytes.ts';
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
  requireBytes(bytes, where);
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
    const { file, size } = openRegularFileSync(path);
    try {
      return readOpenFile({ file, path }, size);
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

function readOpenFile(open: { readonly file: number; readonly path: string }, size: number): SafetensorsFile {
  const read = (position: number, length: number) => {
    const bytes = new Uint8Array(length);
    readFullySync(open, bytes, position);
    return bytes;
  };
  const prefix = read(0, Math.min(size, prefixSize));
  const headerLength = parseHeaderLength(prefix, size, open.path);
  const headerEnd = prefixSize + headerLength;
  const header = parseHeader(read(prefixSize, headerLength), size - headerEnd, open.path);
  requireSize(open.path, size, largestBinaryFile);
  return fileOf(header, read(headerEnd, size - headerEnd));
}

function fileOf({ entries, metadata }: SafetensorsHeader, data: Uint8Array): SafetensorsFile {
  const tensors = new Map<string, SafetensorsTensor>();
  for (const { name, dtype, shape, begin, end } of entries) {
    tensors.set(name, tensorFromBytes(dtype, shape, data.subarray(begin, end)));
  }
  return { tensors, metadata };
}
