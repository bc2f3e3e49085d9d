// What an ONNX file says of itself: its metadata, which runtimes do not hand out everywhere. They are field 14 of the
// outermost message of the file, pairs of a key (field 1) and a value (field 2).

/**
 * @param {Uint8Array} bytes of an .onnx file
 * @returns {Record<string, string>}
 */
export function readMetadata(bytes) {
  const pairs = fieldsOf(bytes).filter(({ field }) => field === 14);
  const text = new TextDecoder();
  return Object.fromEntries(
    pairs.map(({ content }) => {
      const [key, value] = [1, 2].map((wanted) => fieldsOf(content).find(({ field }) => field === wanted)?.content);
      return [text.decode(key), text.decode(value)];
    }),
  );
}

/** The fields of a message that have a length; numbers are passed over. */
function fieldsOf(bytes) {
  const fields = [];
  let at = 0;
  const readNumber = () => {
    let [value, factor] = [0, 1];
    for (;;) {
      const byte = bytes[at++];
      if (byte === undefined) throw new Error('the ONNX file is cut off');
      value += (byte & 127) * factor;
      if (byte < 128) return value;
      factor *= 128;
    }
  };
  while (at < bytes.length) {
    const tag = readNumber();
    const kind = tag % 8;
    if (kind === 2) {
      const length = readNumber();
      fields.push({ field: Math.floor(tag / 8), content: bytes.subarray(at, at + length) });
      at += length;
    } else if (kind === 0) readNumber();
    else at += kind === 1 ? 8 : 4;
  }
  return fields;
}
