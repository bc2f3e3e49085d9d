// What parameters and buffers ask of their shape, and of the numbers that they are given.
import { describeValue } from '../errors/describe-value.ts';
import { ModelError } from '../errors/model-error.ts';
import { requireShape, requireType } from '../errors/require-option.ts';
import { type Shape, sizeOf } from '../graph/shape.ts';

/** @throws OptionError unless it is a list of axes; a single number has none */
export function requireHeldShape(name: string, shape: Shape): void {
  requireType(name, shape, Array);
  if (shape.length > 0) requireShape(name, shape);
}

/** @throws ModelError unless they are as many float32 numbers as the shape has elements */
export function requireHeldValues(kind: 'buffer' | 'parameter', shape: Shape, values: Float32Array): void {
  if (values instanceof Float32Array && values.length === sizeOf(shape)) return;
  const expected = `a Float32Array of ${sizeOf(shape)} elements`;
  throw new ModelError(`a ${kind} of shape [${shape}] takes ${expected}, got ${describeValue(values)}`);
}
