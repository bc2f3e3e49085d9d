// What the file at a path is, which its first bytes tell.
import { closeSync } from 'node:fs';
import { FormatError } from '../errors/format-error.ts';
import { reasonOf } from '../errors/reason-of.ts';
import { type FileKind, fileKind, startLength } from './file-kind.ts';
import { openRegularFileSync, readFullySync } from './regular-file.ts';

const anyFile: FileKind = { family: 'other', called: 'a file' };

/** For those who can do with less: `a file` where nobody may look, or nobody knows. */
export function likelyKind(path: string): FileKind {
  try {
    return kindOfFile(path) ?? anyFile;
  } catch {
    return anyFile;
  }
}

/** @throws FileError for what is no regular file; the system's own error */
export function kindOfFile(path: string): FileKind | undefined {
  const { file, size } = openRegularFileSync(path);
  try {
    const bytes = new Uint8Array(Math.min(startLength, size));
    readFullySync({ file, path }, bytes, 0);
    return fileKind(bytes);
  } finally {
    closeSync(file);
  }
}

/** The same for a file that is going to be read. @throws FormatError where it cannot be, calling it `shown` */
export function lookInto(path: string, shown: string): FileKind | undefined {
  try {
    return kindOfFile(path);
  } catch (cause) {
    throw new FormatError(`${shown}: cannot be read: ${reasonOf(cause)}`, {
      hint: 'check the path and its permissions',
      cause,
    });
  }
}
