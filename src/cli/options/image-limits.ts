// How many images of a dataset a command uses: all, the first so many, or those of a run.
import { type FashionMnistSplit, imagesOf } from '../../data/fashion-mnist/files.ts';
import { limitOf } from '../../runs/run-weights.ts';
import type { Cap } from './notes.ts';

export function imagesThereAre(split: FashionMnistSplit): Cap {
  return { most: imagesOf(split), of: `the ${split === 'train' ? 'training' : 'test'} images that there are` };
}

/**
 * How many images of a split a run is trained or tested with.
 * @param run its folder; undefined for weights of no run
 * @throws RunFolderError for a configuration that was damaged
 */
export function ownImages(run: string | undefined, split: FashionMnistSplit): number {
  const all = imagesOf(split);
  return Math.min(all, (run === undefined ? undefined : limitOf(run, split)) ?? all);
}

/** For the loading of the first so many images. */
export function limitTo(images: number, split: FashionMnistSplit): { readonly limit?: number } {
  return images < imagesOf(split) ? { limit: images } : {};
}
