// From the bytes of a safetensors file to tensors, after every check in header.ts has passed.
import { closeSync } from 'node:fs';
import { FormatError } from '../../errors/format-error.ts';
import { reasonOf } from '../../errors/reason-of.ts';
import { fileAdvice, fileKind, startLength } from '../file-kind.ts';
import { largestBinaryFile, openRegularFileSync, readFullySync, requireSize } from '../regular-file.ts';
import { requireBytes } from '../require-bytes.ts';
import { parseHeader, parseHeaderLength, prefixSize, type SafetensorsHeader } from './header.ts';
import { type SafetensorsTensor, tensorFromBytes } from './tensor.ts';

/** What a safetensors file holds. */
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
  requireSafetensors(bytes, where);
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
  return readOpened(path, (file) => {
    const { header, headerEnd } = readHeader(file);
    requireSize(path, file.size, largestBinaryFile);
    return fileOf(header, file.read(headerEnd, file.size - headerEnd));
  });
}

/** The metadata alone: of the data nothing is read. @throws FormatError */
export function readSafetensorsMetadata(path: string): SafetensorsFile['metadata'] {
  return readOpened(path, (file) => readHeader(file).header.metadata);
}

interface OpenedFile {
  readonly path: string;
  readonly size: number;
  readonly read: (position: number, length: number) => Uint8Array;
}

function readOpened<Result>(path: string, use: (file: OpenedFile) => Result): Result {
  try {
    const { file, size } = openRegularFileSync(path);
    const read = (position: number, length: number) => {
      const bytes = new Uint8Array(length);
      readFullySync({ file, path }, bytes, position);
      return bytes;
    };
    try {
      return use({ path, size, read });
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

function readHeader({ path, size, read }: OpenedFile): {
  readonly header: SafetensorsHeader;
  readonly headerEnd: number;
} {
  requireSafetensors(read(0, Math.min(size, startLength)), path);
  const headerLength = parseHeaderLength(read(0, Math.min(size, prefixSize)), size, path);
  const headerEnd = prefixSize + headerLength;
  return { header: parseHeader(read(prefixSize, headerLength), size - headerEnd, path), headerEnd };
}

/** What cannot be told by its first bytes may be a damaged one. */
function requireSafetensors(start: Uint8Array, where: string): void {
  const { family, called } = fileKind(start) ?? {};
  if (family === undefined || family === 'safetensors') return;
  throw new FormatError(`${where}: is ${called}, not a safetensors file`, {
    hint: fileAdvice[family] ?? 'give a .safetensors file',
  });
}

function fileOf({ entries, metadata }: SafetensorsHeader, data: Uint8Array): SafetensorsFile {
  const tensors = new Map<string, SafetensorsTensor>();
  for (const { name, dtype, shape, begin, end } of entries) {
    tensors.set(name, tensorFromBytes(dtype, shape, data.subarray(begin, end)));
  }
  return { tensors, metadata };
}
