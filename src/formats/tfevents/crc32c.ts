// CRC-32C (Castagnoli), the checksum of TensorBoard's records. zlib.crc32 uses another polynomial.
// see: RFC 3720, appendix B.4 (examples)

/** The polynomial with its bits reversed. */
const polynomial = 0x82f63b78;

/** What each byte does to the rest of the checksum. */
const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ polynomial : rest >>> 1;
  return rest;
});

export function crc32c(bytes: Uint8Array): number {
  let rest = 0xffffffff;
  for (const byte of bytes) rest = (rest >>> 8) ^ table[(rest ^ byte) & 0xff];
  return (rest ^ 0xffffffff) >>> 0;
}

/** As records store it, so that checksums of data that holds checksums stay good. see: TensorFlow, lib/hash/crc32c.h */
export function maskedCrc32c(bytes: Uint8Array): number {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
