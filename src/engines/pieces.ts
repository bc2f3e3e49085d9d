// Memory in pieces that are worth being sent by themselves.

/** Elements: where the network is slow, pieces of some megabytes are the fastest (bench/results, 2026-11-28-overlap). */
const most = 2 ** 20;

/** @returns views of the same memory, from the last to the first, as the gradients of a network become known */
export function piecesOf(stretches: readonly Float32Array[]): readonly Float32Array[] {
  return stretches.toReversed().flatMap((values) =>
    Array.from({ length: Math.ceil(values.length / most) }, (_, index) => {
      const end = values.length - index * most;
      return values.subarray(Math.max(0, end - most), end);
    }),
  );
}
