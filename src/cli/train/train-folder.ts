// What a training says of a folder of pictures before it starts: what is in it, and what it leaves out.
import type { OpenedData } from '../../data/dataset-table.ts';
import { checkFolder } from '../../data/image-folder/check-folder.ts';
import { DataError } from '../../errors/data-error.ts';
import { checkTexts } from '../check/check-texts.ts';
import { summaryLines } from '../check/print-check.ts';
import { leftOutLines } from '../open-data.ts';
import type { Language } from '../terminal/language.ts';

export interface FolderOutputOptions {
  /** A run that goes on has its own list of files, and needs no check. */
  readonly isNew: boolean;
  /** The folder, as it was given. */
  readonly shown: string;
  readonly language: Language;
  readonly quiet: boolean;
  readonly print: (line: string) => void;
  readonly warn: (line: string) => void;
}

/** Says nothing of other datasets. @throws DataError for a folder that no training could start with */
export function printFolder(
  data: OpenedData,
  { isNew, shown, language, quiet, print, warn }: FolderOutputOptions,
): void {
  if (data.folder === undefined) return;
  if (isNew) {
    // What is left out is said in any case, below.
    const check = { ...checkFolder(data.folder), leftOut: [] };
    const [problem] = check.problems;
    if (problem !== undefined) throw new DataError(checkTexts[language].problem(shown, problem));
    if (!quiet) for (const line of summaryLines(check, language)) print(line);
  }
  for (const line of leftOutLines(data, language)) warn(line);
}
