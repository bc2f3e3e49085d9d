// `files.json` of a run: which pictures it learns from and is judged by, and which it leaves out, so that it can go on with
// the same ones, and anyone can see what a number was measured on.
import { z } from 'zod';
import { DataError } from '../../errors/data-error.ts';
import { reasonOf } from '../../errors/reason-of.ts';
import { replaceFile } from '../../formats/atomic-file.ts';
import { readRegularFileSync } from '../../formats/regular-file.ts';
import type { DividedFile, Division } from './divide-files.ts';
import { folderParts, type LeftOut } from './scan-folder.ts';

const listed = z.array(z.object({ file: z.string(), sha256: z.string().regex(/^[0-9a-f]{64}$/) })).readonly();

const schema = z.object({
  version: z.literal(1),
  /** In the order of the labels. */
  classes: z.array(z.string()).readonly(),
  /** Paths below the folder, with `/`. */
  parts: z.object({ train: listed, val: listed.optional(), test: listed.optional() }),
  leftOut: z.array(z.object({ file: z.string(), reason: z.string() })).readonly(),
});

export type FileList = z.output<typeof schema>;

/** Bytes of the largest list: some 120 for each of two million pictures. */
const largestList = 2 ** 28;

export function listFiles(
  classes: readonly string[],
  files: readonly DividedFile[],
  division: Division,
  leftOut: readonly LeftOut[],
): FileList {
  const entries = (indices: Uint32Array) =>
    Array.from(indices, (index) => ({ file: files[index].path, sha256: files[index].sha256 }));
  const parts = folderParts.flatMap((part) => {
    const indices = division[part];
    return indices === undefined ? [] : [[part, entries(indices)]];
  });
  return { version: 1, classes, parts: { train: [], ...Object.fromEntries(parts) }, leftOut };
}

/** A line for each picture. @throws the system's own error, and `path` is as it was */
export function writeFileList(path: string, list: FileList): void {
  replaceFile(path, linesOf(list));
}

function* linesOf({ version, classes, parts, leftOut }: FileList): Generator<Buffer> {
  const lines = (entries: readonly object[]) =>
    entries.length === 0 ? '[]' : `[\n${entries.map((entry) => JSON.stringify(entry)).join(',\n')}\n]`;
  yield Buffer.from(`{"version": ${version},\n"classes": ${JSON.stringify(classes)},\n"parts": {`);
  let separator = '\n';
  for (const [part, entries = []] of Object.entries(parts)) {
    yield Buffer.from(`${separator}"${part}": ${lines(entries)}`);
    separator = ',\n';
  }
  yield Buffer.from(`},\n"leftOut": ${lines(leftOut)}}\n`);
}

/** @throws DataError naming the file: missing, unreadable, damaged */
export function readFileList(path: string): FileList {
  try {
    return schema.parse(JSON.parse(readRegularFileSync(path, largestList).toString()));
  } catch (cause) {
    const reason = cause instanceof z.ZodError ? z.prettifyError(cause).split('\n')[0] : reasonOf(cause);
    throw new DataError(`${path}: does not say which pictures this run learns from: ${reason}`, {
      hint: 'get the file back, or begin a new run',
      cause,
    });
  }
}
