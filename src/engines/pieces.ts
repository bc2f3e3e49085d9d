// Memory in pieces that are worth being sent by themselves.
import { rangesOf } from './ranges.ts';

/** Elements: where the network is slow, pieces of some megabytes are the fastest (bench/results, 2026-11-28-overlap). */
const most = 2 ** 20;

/** @returns views of the same memory, from the last to the first, as the gradients of a network become known */
export function piecesOf(stretches: readonly Float32Array[]): readonly Float32Array[] {
  return stretches.toReversed().flatMap((values) =>
    rangesOf(values.length, most).map(({ start, length }) => {
      const end = values.length - start;
      return values.subarray(end - length, end);
    }),
  );
}
