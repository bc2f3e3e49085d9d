// Between which numbers the elements of a value lie: enough to know that nothing can overflow, without looking at it.

/** Where the elements of a value lie. */
export interface ValueRange {
  readonly low: number;
  readonly high: number;
}

/** Far enough below the largest float32, 2¹²⁸, for the intermediate values of algorithms such as Winograd's. */
export const safeMagnitude = 2 ** 100;

/** Range of a result that may not be finite, whatever its operands are. */
export const unknown: ValueRange = { low: Number.NaN, high: Number.NaN };

/** Distance from zero of the element that is farthest from it; NaN if nothing is known. */
export function magnitudeOf({ low, high }: ValueRange): number {
  return Math.max(-low, high);
}

export function within(magnitude: number): ValueRange {
  return { low: -magnitude, high: magnitude };
}

/** Range of Σ x·w + b with so many terms, and of every partial sum of it, in any order. */
export function sumOfProducts(terms: number, x: ValueRange, w: ValueRange, b?: ValueRange): ValueRange {
  return within(terms * magnitudeOf(x) * magnitudeOf(w) + (b === undefined ? 0 : magnitudeOf(b)));
}

export function union(ranges: readonly ValueRange[]): ValueRange {
  return { low: Math.min(...ranges.map(({ low }) => low)), high: Math.max(...ranges.map(({ high }) => high)) };
}
