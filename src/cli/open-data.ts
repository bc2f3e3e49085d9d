// How a command gets at a dataset: with the user's cache, telling of what takes long.
import type { DataHost, OpenedData } from '../data/dataset-table.ts';
import type { ImageProgress } from '../data/image-folder/open-images.ts';
import { cacheDirectory } from './cache-directory.ts';
import { checkTexts } from './check/check-texts.ts';
import type { CommandContext } from './command-context.ts';
import { dataTexts } from './data-texts.ts';
import { showDownload } from './download-progress.ts';
import { warning } from './options/notes.ts';
import { proxySettings } from './proxy-settings.ts';
import { bar } from './terminal/bar.ts';
import type { Language } from './terminal/language.ts';
import type { LiveLine } from './terminal/live-line.ts';
import { trainTexts } from './train/train-texts.ts';

export interface DataOutputOptions {
  readonly line: LiveLine;
  readonly live: boolean;
  readonly language: Language;
  /** Reports nothing but what went wrong. */
  readonly quiet?: boolean;
  /** In gigabytes. */
  readonly cacheLimit?: number;
  /** What to call the folder in errors. */
  readonly shownName?: string | undefined;
}

export function dataHost({ stderr, env, loadDataset }: CommandContext, told: DataOutputOptions): DataHost {
  const { line, live, language, quiet = false, cacheLimit, shownName } = told;
  return {
    ...cacheDirectory(env),
    ...proxySettings(env),
    ...(cacheLimit === undefined ? {} : { cacheLimit: cacheLimit * 1e9 }),
    ...(shownName === undefined ? {} : { shownName }),
    loadFashionMnist: loadDataset,
    onDownload: showDownload(line, trainTexts[language], { live }),
    ...(quiet ? {} : { onImages: showImages(line, live, language) }),
    onImageNote: (note) => {
      line.clear();
      stderr.print(warning(checkTexts[language].note(note), language));
    },
  };
}

const shownLeftOut = 20;

/** Files of a folder that cannot be used, each with its reason. */
export function leftOutLines({ folder }: OpenedData, language: Language): readonly string[] {
  const texts = dataTexts[language];
  const leftOut = folder?.leftOut ?? [];
  const more = leftOut.length - shownLeftOut;
  const lines = leftOut.slice(0, shownLeftOut).map(({ file, reason }) => texts.leftOut(file, reason));
  return more > 0 ? [...lines, texts.moreLeftOut(more)] : lines;
}

/** A bar on a terminal, elsewhere a line when it begins. */
function showImages(line: LiveLine, live: boolean, language: Language): (progress: ImageProgress) => void {
  const texts = dataTexts[language];
  let announced = false;
  return (progress) => {
    const { kind, done, total } = progress;
    // What the cache has is looked at within a moment.
    if (kind === 'checking' && !live) return;
    if (!live && !announced) line.print(texts.decoding(total));
    announced = true;
    if (live && done < total) line.show(`${checkTexts[language].progress(progress)} ${bar(done / total)}`);
    else if (live) line.clear();
  };
}
