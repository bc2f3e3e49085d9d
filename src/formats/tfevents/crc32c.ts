// CRC-32C (Castagnoli), the checksum of TensorBoard's records. zlib.crc32 uses another polynomial.
// see: RFC 3720, appendix B.4 (examples)
import { checksum, crcTable } from '../crc-table.ts';

const table = crcTable(0x82f63b78);

export function crc32c(bytes: Uint8Array): number {
  return checksum(table, bytes);
}

/** As records store it, so that checksums of data that holds checksums stay good. see: TensorFlow, lib/hash/crc32c.h */
export function maskedCrc32c(bytes: Uint8Array): number {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
