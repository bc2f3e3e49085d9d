// What a torch.save pickle may refer to: storages, whose bytes lie beside it, and tensors, which are views of them by
// offset, sizes and strides. A view that is not in row-major order is copied into it.
// see: PyTorch, torch/_utils.py (_rebuild_tensor_v2)
import { FormatError } from '../../errors/format-error.ts';
import {
  dtypeSize,
  elementCount,
  type SafetensorsDtype,
  type SafetensorsTensor,
  tensorFromBytes,
} from '../safetensors/tensor.ts';
import { describePickleValue, PickleObject, PickleTuple, type PickleValue } from './pickle-values.ts';
import { isSize, isStorageType, readStorageId } from './storage-id.ts';
import type { PickleHost } from './unpickle.ts';

class TorchStorage extends PickleObject {
  readonly what = 'a storage';
  readonly dtype: SafetensorsDtype;
  readonly bytes: Uint8Array;

  constructor(dtype: SafetensorsDtype, bytes: Uint8Array) {
    super();
    this.dtype = dtype;
    this.bytes = bytes;
  }
}

export class TorchTensor extends PickleObject {
  readonly what = 'a tensor';
  readonly tensor: SafetensorsTensor;

  constructor(tensor: SafetensorsTensor) {
    super();
    this.tensor = tensor;
  }
}

/** Known names of functions, with how many arguments say something: gradients and hooks follow. */
const tensorFunctions: ReadonlyMap<string, number> = new Map([
  ['torch._utils._rebuild_tensor', 4],
  ['torch._utils._rebuild_tensor_v2', 4],
]);
const parameterFunction = 'torch._utils._rebuild_parameter';
const widestElement = 8;
/** The limit of numpy and PyTorch. */
const largestRank = 64;

export interface TorchHostOptions {
  /** The bytes of the storage with this key. */
  readonly storage: (key: string) => Uint8Array | undefined;
  /** Bytes that may be made for tensors which are not in row-major order: a stride of 0 repeats an element at no cost. */
  readonly copyLimit: number;
  readonly where: string;
}

/** Whether a pickle of torch.save may refer to it. */
export function isTorchName(name: string): boolean {
  return isStorageType(name) || tensorFunctions.has(name) || name === parameterFunction;
}

export function torchHost({ storage, copyLimit, where }: TorchHostOptions): PickleHost {
  let copied = 0;
  const found = new Map<string, Uint8Array>();
  const fail = (problem: string): never => {
    throw new FormatError(`${where}: ${problem}`, {
      hint: 'save the weights again: torch.save(model.state_dict(), file)',
    });
  };

  // Aligned here, once: otherwise each of its tensors would be a copy.
  const bytesOf = (key: string): Uint8Array => {
    const known = found.get(key);
    if (known !== undefined) return known;
    const bytes = storage(key) ?? fail(`the storage ${JSON.stringify(key)} is missing`);
    const aligned = bytes.byteOffset % widestElement === 0 ? bytes : new Uint8Array(bytes);
    found.set(key, aligned);
    return aligned;
  };

  const rebuild = ([owner, offset, size, stride]: readonly PickleValue[]): TorchTensor => {
    if (!(owner instanceof TorchStorage)) return fail(`a tensor is made of ${describePickleValue(owner ?? null)}`);
    const shape = readSizes(size);
    const steps = readSizes(stride);
    if (!isSize(offset) || shape === undefined || shape.length !== steps?.length) {
      return fail('a tensor has an offset, sizes or strides that are none');
    }
    const count = elementCount(shape) ?? fail(`a tensor of [${shape}] is too large`);
    const width = dtypeSize(owner.dtype);
    const last = shape.reduce((sum, length, axis) => sum + (length - 1) * steps[axis], offset);
    if (count > 0 && !(last < owner.bytes.length / width)) fail(`a tensor of [${shape}] reaches beyond its storage`);
    if (count === 0) return new TorchTensor(tensorFromBytes(owner.dtype, shape, new Uint8Array(0)));
    if (isRowMajor(shape, steps)) {
      const bytes = owner.bytes.subarray(offset * width, (offset + count) * width);
      return new TorchTensor(tensorFromBytes(owner.dtype, shape, bytes));
    }
    copied += count * width;
    if (copied > copyLimit) fail(`the tensors repeat their elements to more than ${copyLimit} bytes`);
    const bytes = gather(owner.bytes.subarray(offset * width), shape, steps, width);
    return new TorchTensor(tensorFromBytes(owner.dtype, shape, bytes));
  };

  return {
    knows: isTorchName,

    call(name, args) {
      const count = tensorFunctions.get(name);
      if (count !== undefined) return args.length >= count ? rebuild(args) : fail('a tensor has too few properties');
      if (name === parameterFunction && args[0] instanceof TorchTensor) return args[0];
      return fail(`${name} is called, which gives no tensor`);
    },

    load(id) {
      const { dtype, key, count, view } = readStorageId(id) ?? fail('a storage is described in an unknown way');
      const bytes = bytesOf(key);
      const width = dtypeSize(dtype);
      if (bytes.length !== count * width) {
        fail(`the storage ${JSON.stringify(key)} has ${bytes.length} bytes, ${count} × ${dtype} take ${count * width}`);
      }
      return new TorchStorage(dtype, bytes.subarray(view.begin * width, view.end * width));
    },
  };
}

function readSizes(value: PickleValue | undefined): readonly number[] | undefined {
  if (!(value instanceof PickleTuple) || value.items.length > largestRank) return undefined;
  return value.items.every(isSize) ? (value.items as readonly number[]) : undefined;
}

/** Strides of axes with one element do not matter. */
function isRowMajor(shape: readonly number[], stride: readonly number[]): boolean {
  let expected = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] !== 1 && stride[axis] !== expected) return false;
    expected *= shape[axis];
  }
  return true;
}

/** The elements in row-major order: the last axis counts fastest, as an odometer does. */
function gather(source: Uint8Array, shape: readonly number[], stride: readonly number[], width: number): Uint8Array {
  const target = new Uint8Array(shape.reduce((product, length) => product * length, width));
  const index = shape.map(() => 0);
  let from = 0;
  for (let to = 0; to < target.length; to += width) {
    for (let byte = 0; byte < width; byte++) target[to + byte] = source[from * width + byte];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += stride[axis];
      if (++index[axis] < shape[axis]) break;
      from -= shape[axis] * stride[axis];
      index[axis] = 0;
    }
  }
  return target;
}
