// The first bytes of a file: enough to tell what it is.
import { closeSync } from 'node:fs';
import { FormatError } from '../../errors/format-error.ts';
import { reasonOf } from '../../errors/reason-of.ts';
import { openRegularFileSync, readFullySync } from '../../formats/regular-file.ts';

/** A tar archive says behind its first name that it is one. */
const startLength = 512;

/** @throws FormatError where it cannot be read */
export function readStart(path: string): Uint8Array {
  try {
    const { file, size } = openRegularFileSync(path);
    try {
      const bytes = new Uint8Array(Math.min(startLength, size));
      readFullySync({ file, path }, bytes, 0);
      return bytes;
    } finally {
      closeSync(file);
    }
  } catch (cause) {
    throw new FormatError(`${path}: cannot be read: ${reasonOf(cause)}`, {
      hint: 'check the path and its permissions',
      cause,
    });
  }
}
