// What each byte does to the rest of a cyclic redundancy check of 32 bits, by its polynomial.

/** @param polynomial with its bits reversed */
export function crcTable(polynomial: number): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, byte) => {
    let rest = byte;
    for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ polynomial : rest >>> 1;
    return rest;
  });
}

export function checksum(table: Uint32Array, bytes: Uint8Array): number {
  let rest = 0xffffffff;
  for (const byte of bytes) rest = (rest >>> 8) ^ table[(rest ^ byte) & 0xff];
  return (rest ^ 0xffffffff) >>> 0;
}
