// Safetensors files at a path: of a large one, the header alone is read first.
import { closeSync } from 'node:fs';
import { FormatError } from '../../errors/format-error.ts';
import { reasonOf } from '../../errors/reason-of.ts';
import { startLength } from '../file-kind.ts';
import { largestBinaryFile, openRegularFileSync, readFullySync, requireSize } from '../regular-file.ts';
import { fileOf, requireSafetensors, type SafetensorsFile } from './decode.ts';
import { parseHeader, parseHeaderLength, prefixSize, type SafetensorsHeader } from './header.ts';

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
