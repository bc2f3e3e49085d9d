// Which part of something is whose where several processes share it: disjoint, in order, and as equal as can be.
import { requireType, requireWhole } from '../errors/require-option.ts';

/** One of several processes. */
export interface Share {
  /** From 0. */
  readonly rank: number;
  /** How many share it. */
  readonly size: number;
}

export const everything: Share = { rank: 0, size: 1 };

/** @throws OptionError for a share that nobody can have */
export function requireShare(share: Share): void {
  requireType('share', share, Object);
  requireWhole('share.size', share.size);
  requireWhole('share.rank', share.rank, { least: 0, most: share.size - 1 });
}

/** @returns the first of `count` things that is its own, and the first behind them that is not */
export function partOf(count: number, { rank, size }: Share): { readonly begin: number; readonly end: number } {
  const begins = (of: number) => Math.floor((count * of) / size);
  return { begin: begins(rank), end: begins(rank + 1) };
}

/** Images that are its own of a usual batch of an epoch, and of the last one, of which it may have none. */
export function batchSizesOf(
  { batchSize, dataset: { count } }: { readonly batchSize: number; readonly dataset: { readonly count: number } },
  share: Share,
): readonly [usual: number, last: number] {
  const own = (images: number) => {
    const { begin, end } = partOf(images, share);
    return end - begin;
  };
  return [own(Math.min(batchSize, count)), own(count % batchSize || batchSize)];
}
