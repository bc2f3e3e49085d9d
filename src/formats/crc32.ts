// CRC-32, the checksum of zip archives: Node's where there is Node, since it is many times as fast.
import { nodeModule } from '../errors/node-module.ts';
import { checksum, crcTable } from './crc-table.ts';

const table = crcTable(0xedb88320);

export function crc32(bytes: Uint8Array): number {
  return nodeModule('node:zlib')?.crc32(bytes) ?? plainCrc32(bytes);
}

/** The same without Node. */
export function plainCrc32(bytes: Uint8Array): number {
  return checksum(table, bytes);
}
