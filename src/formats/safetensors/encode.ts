// From tensors to the bytes of a safetensors file, laid out as the reference implementation does: the same tensors give
// the same bytes there and here, whatever order they come in.
import { describeValue } from '../../errors/describe-value.ts';
import { FormatError } from '../../errors/format-error.ts';
import { compareBytes } from '../compare-bytes.ts';
import { largestHeader, prefixSize } from './header.ts';
import { quoteName } from './header-scanner.ts';
import {
  dtypeNames,
  elementCount,
  type Float32Tensor,
  holdsDtype,
  type SafetensorsTensor,
  tensorBytes,
  withDtype,
} from './tensor.ts';

/**
 * @param tensors what `model.stateDict()` gives, or tensors with their dtypes
 * @throws FormatError where a tensor's array does not fit its dtype or shape, or a name cannot be written
 */
export function encodeSafetensors(
  tensors: ReadonlyMap<string, SafetensorsTensor | Float32Tensor>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const chunks = layOut(tensors, metadata, 'safetensors');
  const bytes = new Uint8Array(chunks.reduce((total, chunk) => total + chunk.length, 0));
  let position = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, position);
    position += chunk.length;
  }
  return bytes;
}

/** The file as a list of pieces: the tensors' bytes are not copied. */
export function layOut(
  tensors: ReadonlyMap<string, SafetensorsTensor | Float32Tensor>,
  metadata: Readonly<Record<string, string>>,
  where: string,
): Uint8Array[] {
  if (!(tensors instanceof Map))
    throw new FormatError(`${where}: tensors is ${describeValue(tensors)}, expected a Map`);
  const typed = [...tensors].map(([name, tensor]) => [name, withDtype(tensor)] as const);
  for (const [name, tensor] of typed) checkTensor(name, tensor, where);
  const members: string[] = [];
  if (Object.keys(metadata).length > 0) {
    const pairs = Object.entries(metadata).map(([key, value]) => `${quoted(key, where)}:${quoted(value, where)}`);
    members.push(`"__metadata__":{${pairs.join()}}`);
  }
  const data: Uint8Array[] = [];
  let begin = 0;
  for (const [name, tensor] of typed.sort(compareTensors)) {
    const bytes = tensorBytes(tensor);
    const end = begin + bytes.length;
    // Text, not an object: an object would move names such as "0" to the front.
    members.push(
      `${quoted(name, where)}:{"dtype":"${tensor.dtype}","shape":[${tensor.shape}],"data_offsets":[${begin},${end}]}`,
    );
    data.push(bytes);
    begin = end;
  }
  return [...encodeHeader(`{${members.join()}}`, where), ...data];
}

function encodeHeader(text: string, where: string): [Uint8Array, Uint8Array] {
  const json = new TextEncoder().encode(text);
  const header = new Uint8Array(Math.ceil(json.length / 8) * 8).fill(' '.charCodeAt(0));
  header.set(json);
  if (header.length > largestHeader) {
    throw new FormatError(`${where}: the header may have ${largestHeader} bytes at most, got ${header.length}`);
  }
  const prefix = new Uint8Array(prefixSize);
  new DataView(prefix.buffer).setBigUint64(0, BigInt(header.length), true);
  return [prefix, header];
}

/** Widest dtype first, so that every tensor is aligned; then by name, byte by byte. */
function compareTensors(a: readonly [string, SafetensorsTensor], b: readonly [string, SafetensorsTensor]): number {
  const byDtype = dtypeNames.indexOf(b[1].dtype) - dtypeNames.indexOf(a[1].dtype);
  return byDtype || compareBytes(new TextEncoder().encode(a[0]), new TextEncoder().encode(b[0]));
}

function checkTensor(name: string, tensor: SafetensorsTensor, where: string): void {
  if (typeof name !== 'string') throw new FormatError(`${where}: a name is ${describeValue(name)}, expected text`);
  const what = `${where}: tensor ${quoteName(name)}`;
  if (name === '__metadata__') {
    throw new FormatError(`${what}: the name is reserved`);
  }
  if (!(tensor instanceof Object && Array.isArray(tensor.shape))) {
    throw new FormatError(`${what}: expected { dtype, shape, data }, got ${describeValue(tensor)}`);
  }
  if (!holdsDtype(tensor)) {
    throw new FormatError(`${what}: ${describeValue(tensor.data)} cannot hold ${String(tensor.dtype)}`);
  }
  const { shape, data } = tensor;
  if (!shape.every((dimension) => Number.isSafeInteger(dimension) && dimension >= 0)) {
    throw new FormatError(`${what}: shape [${shape}] has a dimension that is not a whole number`);
  }
  if (elementCount(shape) !== data.length) {
    throw new FormatError(`${what}: shape [${shape}] does not fit ${data.length} elements`);
  }
}

function quoted(text: string, where: string): string {
  if (typeof text !== 'string') throw new FormatError(`${where}: metadata has ${describeValue(text)}, expected text`);
  if (text === '__proto__' || /\p{Surrogate}/u.test(text)) {
    throw new FormatError(`${where}: ${quoteName(text)} cannot be written: readers refuse it`);
  }
  return JSON.stringify(text);
}
