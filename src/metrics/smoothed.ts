// A curve that scatters, made smooth: for the batches in a report's plots, and for any curve of the page.

/**
 * An exponential moving average that begins with the first value, and anew behind each gap.
 * @param values null for what is not finite
 * @param weight of what was before: 0 leaves the values as they are, below 1
 */
export function smoothed(values: readonly (number | null)[], weight: number): readonly (number | null)[] {
  let mean: number | null = null;
  return values.map((value) => {
    if (value === null || !Number.isFinite(value)) mean = null;
    else mean = mean === null ? value : weight * mean + (1 - weight) * value;
    return mean;
  });
}
