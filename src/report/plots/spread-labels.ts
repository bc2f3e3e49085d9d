// Moves labels apart that would overlap, each as little as the others allow.

/**
 * @param wanted heights, in any order
 * @returns heights in the same order, at least `distance` apart; within [top, bottom] where they fit there
 */
export function spreadLabels(
  wanted: readonly number[],
  distance: number,
  [top, bottom]: readonly [number, number],
): readonly number[] {
  const order = wanted.map((_, index) => index).sort((a, b) => wanted[a] - wanted[b]);
  const heights = [...wanted];
  let least = top;
  for (const index of order) {
    heights[index] = Math.max(heights[index], least);
    least = heights[index] + distance;
  }
  let most = Math.max(bottom, top + distance * (wanted.length - 1));
  for (const index of order.toReversed()) {
    heights[index] = Math.min(heights[index], most);
    most = heights[index] - distance;
  }
  return heights;
}
