// What torch.save wrote before PyTorch 1.6, and still writes when asked to: nothing but pickles and storages in a row.
//   five pickles   a magic number; 1001; a dict about the system; the dict of tensors; a list of the storages' keys
//   each storage   in the order of the list: an int64 with its number of elements, then these
// No checksum covers any of it, but every length must be right, to the last byte.
// see: PyTorch, torch/serialization.py (_legacy_save, _legacy_load)
import { FormatError } from '../../errors/format-error.ts';
import { dtypeSize } from '../safetensors/tensor.ts';
import { PickleCursor } from './pickle-cursor.ts';
import { describePickleValue, PickleDict, PickleList, type PickleRoot, type PickleValue } from './pickle-values.ts';
import { readStorageId, type StorageId } from './storage-id.ts';
import { isTorchName, torchHost } from './torch-tensor.ts';
import { type PickleHost, unpickle } from './unpickle.ts';

/** 0x1950a86a20f946f9fc6c, pickled: LONG1 of ten bytes. */
const pickledMagic = Uint8Array.of(0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e);
const protocolNumber = 1001;
const longestPickles = 2 ** 24;
/** Bytes that hold a storage's number of elements. */
const countSize = 8;

export function isLegacy(bytes: Uint8Array): boolean {
  return endOfMagic(bytes) !== undefined;
}

/** @param copyLimit as of `torchHost`. @throws FormatError */
export function readLegacy(bytes: Uint8Array, where: string, copyLimit: number): PickleRoot {
  const cursor = new PickleCursor(bytes, where, { begin: endOfMagic(bytes) ?? 0, end: longestPickles });
  const plain = dataAlone(where);
  requireProtocol(unpickle(cursor, plain, where), where);
  requireLittleEndian(unpickle(cursor, plain, where), where);
  // The dict comes before the list that says where its storages are. So it is read twice: for where it ends and which
  // storages it names, and then for its tensors.
  const begin = cursor.position;
  const named = new Map<string, StorageId>();
  unpickle(cursor, namingStorages(named), where);
  const keys = unpickle(cursor, plain, where);
  const storages = findStorages(bytes, cursor.position, { keys, named, where });
  const host = torchHost({ storage: (key) => storages.get(key), copyLimit, where });
  const again = new PickleCursor(bytes, where, { begin, end: longestPickles });
  return { root: unpickle(again, host, where), where };
}

/** Behind the protocol's instruction, and from protocol 4 on a frame's. */
function endOfMagic(bytes: Uint8Array): number | undefined {
  const begin = bytes[2] === 0x95 ? 11 : 2;
  const isMagic = bytes[0] === 0x80 && pickledMagic.every((byte, index) => bytes[begin + index] === byte);
  return isMagic ? begin + pickledMagic.length : undefined;
}

function requireProtocol(value: PickleValue, where: string): void {
  if (value === protocolNumber) return;
  throw new FormatError(`${where}: the protocol of torch.save is not ${protocolNumber}`, { hint: saveAgain });
}

function requireLittleEndian(system: PickleValue, where: string): void {
  if (system instanceof PickleDict && system.entries.get('little_endian') === true) return;
  throw new FormatError(`${where}: does not say that it is little-endian`, {
    hint: 'save it again on a little-endian machine',
  });
}

const saveAgain = 'load it and save it again: torch.save(model.state_dict(), file)';

/** For pickles that hold no objects. */
function dataAlone(where: string): PickleHost {
  const fail = (): never => {
    throw new FormatError(`${where}: has objects where only numbers and texts belong`, { hint: saveAgain });
  };
  return { knows: () => false, call: fail, load: fail };
}

/** Makes no tensors: None stands for each. */
function namingStorages(named: Map<string, StorageId>): PickleHost {
  return {
    knows: isTorchName,
    call: () => null,
    load(id) {
      const storage = readStorageId(id);
      if (storage !== undefined && !named.has(storage.key)) named.set(storage.key, storage);
      return null;
    },
  };
}

/** Views of the bytes, which must end with the last one. */
function findStorages(
  bytes: Uint8Array,
  begin: number,
  { keys, named, where }: { readonly keys: PickleValue; readonly named: ReadonlyMap<string, StorageId>; where: string },
): ReadonlyMap<string, Uint8Array> {
  const fail = (problem: string): never => {
    throw new FormatError(`${where}: ${problem}`, { hint: 'the file is damaged: save or copy it again' });
  };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const storages = new Map<string, Uint8Array>();
  let position = begin;
  for (const key of keys instanceof PickleList ? keys.items : fail('has no list of its storages')) {
    const storage = typeof key === 'string' ? named.get(key) : undefined;
    const listed = typeof key === 'string' ? `the storage ${JSON.stringify(key)}` : describePickleValue(key);
    if (storage === undefined) return fail(`lists ${listed} among its storages, which no tensor names`);
    const { dtype, count } = storage;
    if (storages.has(storage.key)) fail(`${listed} is listed twice`);
    if (bytes.length - position < countSize) fail(`${listed} is cut short`);
    const stored = view.getBigInt64(position, true);
    if (stored !== BigInt(count)) fail(`${listed} has ${stored} elements, its tensors say ${count}`);
    position += countSize;
    const size = count * dtypeSize(dtype);
    if (size > bytes.length - position) fail(`${listed} is cut short`);
    storages.set(storage.key, bytes.subarray(position, position + size));
    position += size;
  }
  if (position < bytes.length) fail(`${bytes.length - position} bytes follow the last storage`);
  return storages;
}
