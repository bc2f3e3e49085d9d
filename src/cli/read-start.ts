// The first bytes of a file: enough to tell what it is.
import { closeSync, openSync, readSync } from 'node:fs';
import { FormatError } from '../errors/format-error.ts';
import { reasonOf } from '../errors/reason-of.ts';

const startLength = 64;

/** @throws FormatError where it cannot be read */
export function readStart(path: string): Uint8Array {
  try {
    const file = openSync(path, 'r');
    try {
      const bytes = new Uint8Array(startLength);
      return bytes.subarray(0, readSync(file, bytes));
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
