// Between which numbers the elements of a value lie: enough to know that nothing can overflow, without looking at it.

export interface ValueRange {
  readonly low: number;
  readonly high: number;
}

/** Far enough below the largest float32, 2¹²⁸, for what an algorithm such as Winograd's makes on the way. */
export const safeMagnitude = 2 ** 100;

/** Of a result that may not be finite, whatever the operands are. */
export const unknown: ValueRange = { low: Number.NaN, high: Number.NaN };

/** Of the element that is farthest from zero. NaN if nothing is known. */
export function magnitudeOf({ low, high }: ValueRange): number {
  return Math.max(-low, high);
}

export function within(magnitude: number): ValueRange {
  return { low: -magnitude, high: magnitude };
}

/** Of Σ x·w + b with so many terms, and of every part of that sum, in any order. */
export function sumOfProducts(terms: number, x: ValueRange, w: ValueRange, b?: ValueRange): ValueRange {
  return within(terms * magnitudeOf(x) * magnitudeOf(w) + (b === undefined ? 0 : magnitudeOf(b)));
}

export function union(ranges: readonly ValueRange[]): ValueRange {
  return { low: Math.min(...ranges.map(({ low }) => low)), high: Math.max(...ranges.map(({ high }) => high)) };
}
