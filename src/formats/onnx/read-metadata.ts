// The metadata of an ONNX model, without the rest of it: names to texts. The file may come from anywhere, so every length
// is checked against the bytes that are there.
// see: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto, ModelProto.metadata_props
import { FormatError } from '../../errors/format-error.ts';

/** Fields of ModelProto and of StringStringEntryProto. */
const metadataField = 14;
const [keyField, valueField] = [1, 2];

/**
 * @param from what to call the bytes in errors
 * @throws FormatError for what is no ONNX model
 */
export function readOnnxMetadata(bytes: Uint8Array, from: string): ReadonlyMap<string, string> {
  const decoder = new TextDecoder();
  const metadata = new Map<string, string>();
  for (const [field, entry] of fieldsOf(bytes, from)) {
    if (field !== metadataField || entry === undefined) continue;
    const parts = new Map([...fieldsOf(entry, from)].map(([name, text]) => [name, decoder.decode(text)] as const));
    metadata.set(parts.get(keyField) ?? '', parts.get(valueField) ?? '');
  }
  return metadata;
}

/** Each field of a message with its bytes, or without where it is a number. */
function* fieldsOf(
  bytes: Uint8Array,
  from: string,
): Generator<readonly [field: number, bytes: Uint8Array | undefined]> {
  let at = 0;
  const fail = (): never => {
    throw new FormatError(`${from}: is not an ONNX model, or is damaged at byte ${at}`, {
      hint: 'give a file that googlenet export has written',
    });
  };
  const readVarint = (): number => {
    let value = 0;
    for (let shift = 0; shift < 10; shift++) {
      const byte = bytes[at++];
      if (byte === undefined) return fail();
      value += (byte & 0x7f) * 2 ** (7 * shift);
      if (byte < 0x80) return value;
    }
    return fail();
  };
  while (at < bytes.length) {
    const tag = readVarint();
    const [field, wireType] = [Math.floor(tag / 8), tag % 8];
    if (wireType === 0) {
      readVarint();
      yield [field, undefined];
      continue;
    }
    const lengths: Readonly<Record<number, () => number>> = { 1: () => 8, 2: readVarint, 5: () => 4 };
    const length = lengths[wireType]?.() ?? fail();
    if (field === 0 || length > bytes.length - at) fail();
    yield [field, wireType === 2 ? bytes.subarray(at, at + length) : undefined];
    at += length;
  }
}
