// IDX, the format of MNIST and its relatives: big-endian magic 00 00 <type> <dimensions>, one uint32 per dimension, the data.
// Only unsigned bytes (type 0x08) occur there, so only they are read. Every fault is named with its file.
// see: http://yann.lecun.com/exdb/mnist/ (section "file formats")
import { createHash } from 'node:crypto';
import { DataError } from '../errors/data-error.ts';
import { reasonOf } from '../errors/reason-of.ts';
import { isSystemError } from '../errors/system-error.ts';
import { gunzipBytes, isGzip } from './gzip.ts';
import { largestBinaryFile, readRegularFile } from './regular-file.ts';

export interface IdxArray {
  /** Sizes of the axes, outermost first: [count, rows, columns] for images, [count] for labels. */
  readonly shape: readonly number[];
  /** Row-major; a view of the parsed bytes. */
  readonly data: Uint8Array;
}

export interface IdxFile extends IdxArray {
  readonly path: string;
  /** SHA-256 of the decompressed bytes, header included, in hexadecimal. */
  readonly sha256: string;
}

const unsignedByte = 0x08;
const otherTypes = new Map([
  [0x09, 'int8'],
  [0x0b, 'int16'],
  [0x0c, 'int32'],
  [0x0d, 'float32'],
  [0x0e, 'float64'],
]);
const damagedFileHint = 'the file is damaged or is another one: get it again';

/**
 * Parses decompressed IDX bytes.
 * @param file name used in errors
 * @throws DataError if the bytes are empty, not IDX, not unsigned bytes, shorter or longer than the header promises
 */
export function parseIdx(bytes: Uint8Array, file: string): IdxArray {
  const fail = (problem: string, hint = damagedFileHint): never => {
    throw new DataError(`${file}: ${problem}`, { hint });
  };
  if (bytes.length === 0) fail('the file is empty');
  if (bytes.length < 4) fail(`the file ends inside the IDX header: ${bytes.length} bytes`);
  const [zeroHigh, zeroLow, type, dimensions] = bytes;
  const magic = `0x${Buffer.from(bytes.subarray(0, 4)).toString('hex')}`;
  if (zeroHigh !== 0 || zeroLow !== 0 || dimensions === 0) {
    fail(`wrong magic ${magic}: an IDX file of bytes begins with 0x000008 and its number of dimensions`);
  }
  if (type !== unsignedByte) {
    fail(`wrong magic ${magic}: elements are ${otherTypes.get(type) ?? 'of an unknown type'}, expected unsigned bytes`);
  }
  const headerLength = 4 + 4 * dimensions;
  if (bytes.length < headerLength) {
    fail(`the file ends inside the IDX header: ${bytes.length} bytes, ${dimensions} dimensions need ${headerLength}`);
  }
  const header = new DataView(bytes.buffer, bytes.byteOffset, headerLength);
  const shape = Array.from({ length: dimensions }, (_, axis) => header.getUint32(4 + 4 * axis));
  const size = shape.reduce((product, length) => product * length, 1);
  const data = bytes.subarray(headerLength);
  if (data.length < size) {
    fail(`the header is larger than the payload: [${shape}] needs ${size} bytes, the file holds ${data.length}`);
  }
  if (data.length > size) {
    fail(`${data.length - size} trailing bytes: [${shape}] needs ${size} bytes, the file holds ${data.length}`);
  }
  return { shape, data };
}

/**
 * Reads an IDX file, gzipped or not: the content decides, not the name.
 * @param mostBytes of the file, and of what it decompresses to
 * @throws DataError if the file is missing, unreadable, or damaged in any way that gunzip or parseIdx can see
 */
export async function readIdxFile(path: string, mostBytes = largestBinaryFile): Promise<IdxFile> {
  const bytes = await inflateIdx(await readBytes(path, mostBytes), path, mostBytes);
  return { ...parseIdx(bytes, path), path, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** IDX bytes as they are, gzipped ones decompressed; a DataError for anything that is neither. */
export async function inflateIdx(bytes: Uint8Array, file: string, maximumBytes?: number): Promise<Uint8Array> {
  if (isGzip(bytes)) return gunzipBytes(bytes, file, maximumBytes);
  if (bytes.length > 0 && bytes[0] !== 0) {
    const opening = JSON.stringify(Buffer.from(bytes.subarray(0, 16)).toString('latin1'));
    throw new DataError(`${file}: wrong magic: neither gzip nor IDX, the file begins with ${opening}`, {
      hint: damagedFileHint,
    });
  }
  return bytes;
}

async function readBytes(path: string, mostBytes: number): Promise<Uint8Array> {
  try {
    return await readRegularFile(path, mostBytes);
  } catch (cause) {
    const reason = isSystemError(cause, 'ENOENT') ? 'the file is missing' : `cannot be read (${reasonOf(cause)})`;
    throw new DataError(`${path}: ${reason}`, { hint: 'check the path and its permissions', cause });
  }
}
