// Gzip, with the ways in which a compressed dataset file can be damaged told apart.
// zlib says only "incorrect data check"; a person wants to know whether to download the file again.
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { DataError } from '../errors/data-error.ts';
import { reasonOf } from '../errors/reason-of.ts';

const decompress = promisify(gunzip);
const downloadAgain = 'the file is damaged: delete it and get it again';

export function isGzip(bytes: Uint8Array): boolean {
  return bytes.length >= 2 && bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * Decompresses gzip bytes, all members.
 * @param file name used in errors
 * @param maximumBytes more than this many decompressed bytes is an error
 * @throws DataError naming the damage: cut short, checksum, length, foreign bytes, damaged stream, too large
 */
export async function gunzipBytes(bytes: Uint8Array, file: string, maximumBytes = 2 ** 31): Promise<Uint8Array> {
  try {
    return await decompress(bytes, { maxOutputLength: maximumBytes });
  } catch (cause) {
    throw new DataError(`${file}: ${describeDamage(cause, maximumBytes)}`, { hint: downloadAgain, cause });
  }
}

function describeDamage(cause: unknown, maximumBytes: number): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  const message = reasonOf(cause);
  if (code === 'Z_BUF_ERROR') return 'gzip data is truncated: the file ends before its stream does';
  if (code === 'ERR_BUFFER_TOO_LARGE') return `gzip data decompresses to more than ${maximumBytes} bytes`;
  if (message === 'incorrect data check') return 'gzip checksum is wrong (bad CRC-32)';
  if (message === 'incorrect length check') return 'gzip length is wrong: the content is not as long as recorded';
  // The first header was correct, so this error is about the bytes after the first stream.
  if (message === 'incorrect header check') return 'bytes that are not gzip follow the end of the gzip data';
  return `gzip data is damaged (${message})`;
}
