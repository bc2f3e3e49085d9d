// A whole in stretches, one after the other.

export interface Range {
  readonly start: number;
  readonly length: number;
}

/** @returns ranges of `size`, of which the last may be shorter */
export function rangesOf(total: number, size: number): readonly Range[] {
  return Array.from({ length: Math.ceil(total / size) }, (_, index) => {
    const start = index * size;
    return { start, length: Math.min(size, total - start) };
  });
}
