// Any floating-point tensor as float32, which the engines compute in: weights published in half precision load as well.
import { FormatError } from '../../errors/format-error.ts';
import type { SafetensorsTensor } from './tensor.ts';

/**
 * The values as float32: F16 and BF16 exactly, F64 rounded, F32 as it is (not copied).
 *
 * @param where what to call the tensor in an error
 * @throws FormatError for integers and booleans
 */
export function toFloat32(tensor: SafetensorsTensor, where = 'tensor'): Float32Array {
  switch (tensor.dtype) {
    case 'F32':
      return tensor.data;
    case 'F64':
      return new Float32Array(tensor.data);
    case 'BF16':
      return fromBfloat16(tensor.data);
    case 'F16':
      return fromFloat16(tensor.data);
    default:
      throw new FormatError(`${where}: expected F32, F64, F16 or BF16, got ${tensor.dtype}`);
  }
}

/**
 * The nearest float16 of each value, of two equally near ones the even one.
 *
 * @param where what to call the tensor in an error
 * @throws FormatError for a number that float16 has none near for, and for one that is not finite
 */
export function toFloat16(values: Float32Array, where = 'tensor'): Uint16Array {
  const halves = new Uint16Array(values.length);
  for (let index = 0; index < values.length; index++) halves[index] = nearestHalf(values[index]);
  const wrong = values.findIndex((_, index) => (halves[index] & exponentBits) === exponentBits);
  if (wrong === -1) return halves;
  throw new FormatError(`${where}: ${values[wrong]} is beyond float16, whose largest number is 65504`);
}

/** float16 has so many numbers from one power of two to the next, and none closer than 2⁻²⁴. */
function nearestHalf(value: number): number {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  if (!(size < 65520)) return sign | 0x7c00;
  const exponent = Math.max(-14, size === 0 ? -14 : Math.floor(Math.log2(size)));
  const steps = roundToEven(size * 2 ** (10 - exponent));
  // What is rounded up to the next power of two carries into the exponent, as it should.
  return sign | (steps < 1024 ? steps : ((exponent + 14) << 10) + steps);
}

/** @param value below 2⁵² */
function roundToEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  return rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below;
}

/** Whole numbers that float32 holds exactly. */
const largestCount = 2 ** 24;

/**
 * Counts as float32, of whatever type a file has them.
 *
 * @throws FormatError for a number beyond 2²⁴, which float32 would round, and for types that hold no counts
 */
export function countsToFloat32(tensor: SafetensorsTensor, where = 'tensor'): Float32Array {
  // Checked before the conversion to float32, which would round the first number that it cannot hold to one that it can.
  const counts = tensor.dtype === 'I64' ? Float64Array.from(tensor.data, Number) : toFloat32(tensor, where);
  if (counts.every((count) => Number.isInteger(count) && count >= 0 && count <= largestCount)) {
    return Float32Array.from(counts);
  }
  throw new FormatError(`${where}: expected whole numbers from 0 to ${largestCount}`);
}

/** bfloat16 is the upper half of a float32. */
function fromBfloat16(halves: Uint16Array): Float32Array {
  const bits = new Uint32Array(halves);
  for (let index = 0; index < bits.length; index++) bits[index] <<= 16;
  return new Float32Array(bits.buffer);
}

const exponentBits = 0x7c00;

/** A loop, and the same bits elsewhere for most: a network has millions of weights. */
function fromFloat16(halves: Uint16Array): Float32Array {
  const values = new Float32Array(halves.length);
  const bits = new Uint32Array(values.buffer);
  // The exponent's bias is 127 in the place of 15.
  const bias = (127 - 15) << 23;
  for (let index = 0; index < halves.length; index++) {
    const half = halves[index];
    const exponent = half & exponentBits;
    const isNormal = exponent !== 0 && exponent !== exponentBits;
    if (isNormal) bits[index] = ((half & 0x8000) << 16) | (((half & 0x7fff) << 13) + bias);
    else values[index] = float16Value(half);
  }
  return values;
}

/** 1 sign bit, 5 exponent bits with bias 15, 10 fraction bits. */
function float16Value(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >>> 10) & 31;
  const fraction = half & 0x3ff;
  if (exponent === 31) {
    return fraction === 0 ? sign * Infinity : NaN;
  }
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
}
