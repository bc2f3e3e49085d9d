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
export function slidingWindow(
  spans: readonly Span[],
): { readonly kernel: number; readonly stride: number } | undefined {
  const [first, second] = spans;
  const kernel = first.end - first.start;
  const stride = second === undefined ? 1 : second.start - first.start;
  const isEven = spans.every(
    ({ start, end }, index) => start === first.start + index * stride && end === start + kernel,
  );
  return isEven && stride > 0 ? { kernel, stride } : undefined;
}
