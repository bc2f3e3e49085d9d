// From the bytes of a safetensors file to tensors, after every check in header.ts has passed.
import { FormatError } from '../../errors/format-error.ts';
import { fileAdvice, fileKind } from '../file-kind.ts';
import { requireBytes } from '../require-bytes.ts';
import { parseHeader, parseHeaderLength, prefixSize, type SafetensorsHeader } from './header.ts';
import { type SafetensorsTensor, tensorFromBytes } from './tensor.ts';

/** What a safetensors file holds. */
export interface SafetensorsFile {
  /** In the order of the header. */
  readonly tensors: ReadonlyMap<string, SafetensorsTensor>;
  /** Empty where the file has none; without a prototype. */
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * Tensors over `bytes`: views where the data is aligned, copies where not.
 *
 * @param where what to call the bytes in errors: the path
 * @throws FormatError naming the file, the tensor and what is wrong
 */
export function decodeSafetensors(bytes: Uint8Array, where: string): SafetensorsFile {
  requireBytes(bytes, where);
  requireSafetensors(bytes, where);
  const headerEnd = prefixSize + parseHeaderLength(bytes.subarray(0, prefixSize), bytes.length, where);
  const header = parseHeader(bytes.subarray(prefixSize, headerEnd), bytes.length - headerEnd, where);
  return fileOf(header, bytes.subarray(headerEnd));
}

/** What cannot be told by its first bytes may be a damaged one. */
export function requireSafetensors(start: Uint8Array, where: string): void {
  const { family, called } = fileKind(start) ?? {};
  if (family === undefined || family === 'safetensors') return;
  throw new FormatError(`${where}: is ${called}, not a safetensors file`, {
    hint: fileAdvice[family] ?? 'give a .safetensors file',
  });
}

export function fileOf({ entries, metadata }: SafetensorsHeader, data: Uint8Array): SafetensorsFile {
  const tensors = new Map<string, SafetensorsTensor>();
  for (const { name, dtype, shape, begin, end } of entries) {
    tensors.set(name, tensorFromBytes(dtype, shape, data.subarray(begin, end)));
  }
  return { tensors, metadata };
}
