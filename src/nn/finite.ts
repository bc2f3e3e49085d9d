// The door for weights: a NaN in them would not always show. An engine may take max(NaN, 0) to be 0.
import { NotFiniteError } from '../errors/not-finite-error.ts';
import { countOf } from '../metrics/print-count.ts';

/** An error names this many tensors, and counts the others. */
const shownTensors = 5;

/** @param values numbers that float32 holds */
export function allFinite(values: Float32Array | Float64Array | Int32Array): boolean {
  // Float32 values cannot make a float64 sum overflow, and NaN or infinity stays in it. Four sums can be computed at once.
  let [a, b, c, d] = [0, 0, 0, 0];
  const multipleOfFour = values.length - (values.length % 4);
  for (let index = 0; index < multipleOfFour; index += 4) {
    a += values[index];
    b += values[index + 1];
    c += values[index + 2];
    d += values[index + 3];
  }
  for (let index = multipleOfFour; index < values.length; index++) a += values[index];
  return Number.isFinite(a + b + c + d);
}

/**
 * @param where what to call the tensors in errors
 * @throws NotFiniteError naming the tensors that hold NaN or infinity, and how many of their values are
 */
export function requireFiniteTensors(
  tensors: Iterable<readonly [string, { readonly data: Float32Array }]>,
  where: string,
): void {
  const found = [...tensors]
    .filter(([, { data }]) => !allFinite(data))
    .map(([name, { data }]) => `${name} (${data.filter((value) => !Number.isFinite(value)).length} of ${data.length})`);
  if (found.length === 0) return;
  const more = found.length > shownTensors ? `, and ${countOf(found.length - shownTensors, 'more tensor')}` : '';
  throw new NotFiniteError(`${where}: NaN or infinity in ${found.slice(0, shownTensors).join(', ')}${more}`, {
    hint: 'use weights that were saved before the training diverged, or before the file was damaged',
  });
}
