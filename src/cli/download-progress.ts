// Shows the download of the dataset: a live line on a terminal, one line a file elsewhere.
import { posix } from 'node:path';
import type { DownloadProgress } from '../data/download.ts';
import type { LiveLine } from './terminal/live-line.ts';
import type { TrainTexts } from './train/train-texts.ts';

export function showDownload(
  line: LiveLine,
  texts: TrainTexts,
  { live }: { readonly live: boolean },
): (progress: DownloadProgress) => void {
  let announced = '';
  return (progress) => {
    if (progress.kind === 'mirror-failed') line.print(texts.mirrorFailed(progress.url, progress.reason));
    if (progress.kind === 'stored') line.print(texts.stored(progress.path));
    if (progress.kind === 'cache-damaged') line.print(texts.cacheDamaged(progress.reason, progress.instead));
    if (progress.kind !== 'receiving') return;
    const text = texts.downloading({ ...progress, file: posix.basename(progress.url) });
    if (live) line.show(text);
    else if (announced !== progress.url) line.print(text);
    announced = progress.url;
  };
}
