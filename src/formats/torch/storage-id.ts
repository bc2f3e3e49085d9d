// How the pickle of torch.save names a storage: ('storage', type, key, device, number of elements), and in the format
// before PyTorch 1.6 one thing more: None, or which part of the storage is meant, as (key, offset, number of elements).
// see: PyTorch, torch/serialization.py (persistent_load)
import type { SafetensorsDtype } from '../safetensors/tensor.ts';
import { PickleGlobal, PickleTuple, type PickleValue } from './pickle-values.ts';

const storageTypes: ReadonlyMap<string, SafetensorsDtype> = new Map([
  ['torch.FloatStorage', 'F32'],
  ['torch.DoubleStorage', 'F64'],
  ['torch.HalfStorage', 'F16'],
  ['torch.BFloat16Storage', 'BF16'],
  ['torch.LongStorage', 'I64'],
  ['torch.IntStorage', 'I32'],
  ['torch.ShortStorage', 'I16'],
  ['torch.CharStorage', 'I8'],
  ['torch.ByteStorage', 'U8'],
  ['torch.BoolStorage', 'BOOL'],
]);

export interface StorageId {
  readonly dtype: SafetensorsDtype;
  readonly key: string;
  /** Elements of the whole storage. */
  readonly count: number;
  /** The elements that are meant. */
  readonly view: { readonly begin: number; readonly end: number };
}

export function isStorageType(globalName: string): boolean {
  return storageTypes.has(globalName);
}

/** @returns undefined for what describes no storage */
export function readStorageId(id: PickleValue): StorageId | undefined {
  const [kind, type, key, , count, part = null] = id instanceof PickleTuple ? id.items : [];
  const dtype = type instanceof PickleGlobal ? storageTypes.get(type.name) : undefined;
  if (kind !== 'storage' || dtype === undefined || typeof key !== 'string' || !isSize(count)) return undefined;
  const view = readView(part, count);
  return view && { dtype, key, count, view };
}

function readView(part: PickleValue, count: number): StorageId['view'] | undefined {
  if (part === null) return { begin: 0, end: count };
  const [, begin, length] = part instanceof PickleTuple ? part.items : [];
  return isSize(begin) && isSize(length) && begin + length <= count ? { begin, end: begin + length } : undefined;
}

export function isSize(value: PickleValue | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
