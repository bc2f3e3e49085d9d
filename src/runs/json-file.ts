// The small JSON files of a run folder: replaced all at once, and checked when they are read.
import type { z } from 'zod';
import { reasonOf } from '../errors/reason-of.ts';
import { type FileOperations, replaceFile } from '../formats/atomic-file.ts';
import { largestTextFile, readRegularFileSync } from '../formats/regular-file.ts';
import { RunFolderError } from './run-folder-error.ts';

/** @throws the system's own error */
export function writeJsonFile(path: string, value: unknown, files?: FileOperations): void {
  replaceFile(path, [Buffer.from(`${JSON.stringify(value, undefined, 2)}\n`)], files);
}

/** @throws RunFolderError for a file that is missing, not JSON, or not what the schema says */
export function readJsonFile<Schema extends z.ZodType>(path: string, schema: Schema): z.output<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(readRegularFileSync(path, largestTextFile).toString());
  } catch (cause) {
    throw new RunFolderError(`${path}: cannot be read: ${reasonOf(cause)}`, { cause });
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [{ path: keys, message }] = result.error.issues;
  throw new RunFolderError(`${path}: ${[...keys, message].join(': ')}`);
}
