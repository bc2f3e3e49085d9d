// Which windows an adaptive pool has along one axis: as many as there are outputs, covering all of it, however long it is.

/** Elements start … end−1. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** see: aten/src/ATen/native/AdaptivePooling.h */
export function adaptiveSpans(length: number, outputs: number): readonly Span[] {
  return Array.from({ length: outputs }, (_, index) => ({
    start: Math.floor((index * length) / outputs),
    end: Math.ceil(((index + 1) * length) / outputs),
  }));
}

/** One window that slides over all spans, or `undefined` where they differ in length or distance. */
export function slidingWindow([first, ...rest]: readonly Span[]): { kernel: number; stride: number } | undefined {
  const stride = rest.length === 0 ? 1 : rest[0].start;
  // The ends are the starts seen from the other side: if these are evenly apart, all spans are of one length.
  const isEven = rest.every(({ start }, index) => start === (index + 1) * stride);
  return isEven && stride > 0 ? { kernel: first.end, stride } : undefined;
}
