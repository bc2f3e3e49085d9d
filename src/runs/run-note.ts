// note.txt: what somebody wants to remember of a run, as plain text; no training reads or writes it.
import { rmSync } from 'node:fs';
import { replaceFile } from '../formats/atomic-file.ts';
import { readRegularFileSync } from '../formats/regular-file.ts';
import { longestNote } from './note-length.ts';
import { isThere, reading } from './reading.ts';
import type { RunFolder } from './run-folder.ts';
import { writing } from './writing.ts';

/** Bytes of the largest file that is read, which may have been written elsewhere. */
const largest = 4 * longestNote;

/** @returns an empty text where there is none. @throws RunFolderError for a file that cannot be read, or is too long */
export function readRunNote({ note }: RunFolder): string {
  return isThere(note) ? reading(note, () => readRegularFileSync(note, largest).toString()) : '';
}

/** An empty text takes it away. @throws RunFolderError */
export function writeRunNote({ note }: RunFolder, text: string): void {
  writing(note, () => {
    if (text === '') rmSync(note, { force: true });
    else replaceFile(note, [Buffer.from(text)]);
  });
}
