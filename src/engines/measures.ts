// What can be told of many tensors at once, for engines that keep them in arrays.

/** The largest magnitude; NaN where an element is. */
export function largestMagnitude(tensors: Iterable<Float32Array | Float64Array>): number {
  let largest = 0;
  let sum = 0;
  for (const values of tensors) {
    for (let index = 0; index < values.length; index++) {
      const magnitude = Math.abs(values[index]);
      if (magnitude > largest) largest = magnitude;
      sum += magnitude;
    }
  }
  return Number.isNaN(sum) ? sum : largest;
}

export function sumOfSquares(tensors: Iterable<Float32Array | Float64Array>): number {
  let sum = 0;
  for (const values of tensors)
    for (let index = 0; index < values.length; index++) sum += values[index] * values[index];
  return sum;
}
