// How a command gets at a dataset: with the user's cache, telling of what takes long.
import type { DataHost } from '../data/dataset-table.ts';
import { cacheDirectory } from './cache-directory.ts';
import type { CommandContext } from './command-context.ts';
import { showDownload } from './download-progress.ts';
import type { Language } from './terminal/language.ts';
import type { LiveLine } from './terminal/live-line.ts';
import { trainTexts } from './train/train-texts.ts';

export interface ToldData {
  readonly line: LiveLine;
  readonly live: boolean;
  readonly language: Language;
}

export function dataHost({ env, loadDataset }: CommandContext, { line, live, language }: ToldData): DataHost {
  return {
    ...cacheDirectory(env),
    loadFashionMnist: loadDataset,
    onDownload: showDownload(line, trainTexts[language], { live }),
  };
}
