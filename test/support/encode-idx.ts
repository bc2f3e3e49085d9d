// Bytes as IDX files have them, for tests that need such files.

/** The bytes of an IDX file, not compressed; `data` must fill the shape. */
export function encodeIdx({
  shape,
  data,
}: {
  readonly shape: readonly number[];
  readonly data: Uint8Array;
}): Uint8Array {
  const bytes = new Uint8Array(4 + 4 * shape.length + data.length);
  bytes.set([0, 0, 0x08, shape.length]);
  const header = new DataView(bytes.buffer);
  shape.forEach((length, axis) => {
    header.setUint32(4 + 4 * axis, length);
  });
  bytes.set(data, 4 + 4 * shape.length);
  return bytes;
}
