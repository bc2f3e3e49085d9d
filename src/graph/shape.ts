// Shapes and dtypes: what is known of a value before any number exists.

/** Sizes of the axes, outermost first; `[]` is a scalar. Images are [N, C, H, W]. */
export type Shape = readonly number[];

/** `int32` is for class labels only; everything that is computed with is `float32`. */
export type DType = 'float32' | 'int32';

/** The type of a value in a graph. */
export interface ValueType {
  readonly shape: Shape;
  readonly dtype: DType;
}

/** Number of elements: 1 for a scalar. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((product, length) => product * length, 1);
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((length, axis) => length === b[axis]);
}

export function printShape(shape: Shape): string {
  return `[${shape.join(',')}]`;
}
