// The element types of safetensors and the typed array that holds each.
// A file-format edge: bytes become typed arrays here, by the file's two casts. Node runs on little-endian machines, as the format is.

/** F16, BF16 and BOOL have no typed array: their bits or bytes are kept, see `toFloat32`. */
export interface SafetensorsArrays {
  BOOL: Uint8Array;
  U8: Uint8Array;
  I8: Int8Array;
  I16: Int16Array;
  U16: Uint16Array;
  F16: Uint16Array;
  BF16: Uint16Array;
  I32: Int32Array;
  U32: Uint32Array;
  F32: Float32Array;
  F64: Float64Array;
  I64: BigInt64Array;
  U64: BigUint64Array;
}

/** The type of a tensor's elements in a file. */
export type SafetensorsDtype = keyof SafetensorsArrays;

/** One tensor: `data` has as many elements as the product of `shape`, in row-major order; `[]` is a scalar. */
export type SafetensorsTensor = {
  readonly [Dtype in SafetensorsDtype]: {
    readonly dtype: Dtype;
    readonly shape: readonly number[];
    readonly data: SafetensorsArrays[Dtype];
  };
}[SafetensorsDtype];

/** A tensor of float32, such as those of a model's `stateDict()`: files hold it as F32, or as I64 where it counts. */
export interface Float32Tensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
  /** Whether it holds whole numbers, which files keep as int64. */
  readonly isCount?: boolean;
}

/** Tensors of float32 by name, as files hold them: weights, running statistics, optimizer state. */
export function float32Tensors(tensors: Iterable<readonly [string, Float32Tensor]>): Map<string, SafetensorsTensor> {
  return new Map([...tensors].map(([name, tensor]) => [name, asInFiles(tensor)]));
}

/** With the dtype that it has in a file. */
export function withDtype(tensor: SafetensorsTensor | Float32Tensor): SafetensorsTensor {
  return tensor instanceof Object && !('dtype' in tensor) ? asInFiles(tensor) : tensor;
}

function asInFiles({ shape, data, isCount = false }: Float32Tensor): SafetensorsTensor {
  return isCount && data instanceof Float32Array
    ? { dtype: 'I64', shape, data: BigInt64Array.from(data, (value) => BigInt(Math.round(value))) }
    : { dtype: 'F32', shape, data };
}

/** In the order of the reference implementation's enum, by which its writer sorts. */
const arrays = {
  BOOL: Uint8Array,
  U8: Uint8Array,
  I8: Int8Array,
  I16: Int16Array,
  U16: Uint16Array,
  F16: Uint16Array,
  BF16: Uint16Array,
  I32: Int32Array,
  U32: Uint32Array,
  F32: Float32Array,
  F64: Float64Array,
  I64: BigInt64Array,
  U64: BigUint64Array,
} as const;

export const dtypeNames: readonly string[] = Object.keys(arrays);

export function isDtype(name: string): name is SafetensorsDtype {
  return Object.hasOwn(arrays, name);
}

/** Bytes per element. */
export function dtypeSize(dtype: SafetensorsDtype): number {
  return arrays[dtype].BYTES_PER_ELEMENT;
}

/** Whether the array is of the type that the dtype asks for. */
export function holdsDtype(tensor: SafetensorsTensor): boolean {
  return isDtype(tensor.dtype) && tensor.data instanceof arrays[tensor.dtype];
}

/** A tensor over `bytes`: a view where they are aligned, a copy where not. Their number must be right already. */
export function tensorFromBytes(
  dtype: SafetensorsDtype,
  shape: readonly number[],
  bytes: Uint8Array,
): SafetensorsTensor {
  const size = dtypeSize(dtype);
  // Not `bytes.slice()`: a Buffer's slice is a view.
  const aligned = bytes.byteOffset % size === 0 ? bytes : new Uint8Array(bytes);
  const View = arrays[dtype] as new (
    buffer: ArrayBufferLike,
    offset: number,
    length: number,
  ) => SafetensorsTensor['data'];
  const data = new View(aligned.buffer, aligned.byteOffset, aligned.byteLength / size);
  return { dtype, shape, data } as SafetensorsTensor;
}

/** The tensor's bytes, not copied. */
export function tensorBytes({ data }: SafetensorsTensor): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

/** Product of the dimensions, or undefined where it passes 2⁵³. */
export function elementCount(shape: readonly number[]): number | undefined {
  let count = 1;
  for (const dimension of shape) {
    count *= dimension;
    if (!Number.isSafeInteger(count)) {
      return undefined;
    }
  }
  return count;
}
