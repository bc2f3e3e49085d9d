import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeIdx } from '../../test/support/encode-idx.ts';
import { DataError } from '../errors/data-error.ts';
import { parseIdx, readIdxFile } from './idx.ts';

const array = { shape: [2, 3, 4], data: Uint8Array.from({ length: 24 }, (_, index) => index * 10) };
const bytes = encodeIdx(array);
const gzipped = gzipSync(bytes);

/** The bytes with one of them changed; a negative position counts from the end. */
function changed(original: Uint8Array, position: number, value: number): Uint8Array {
  return Uint8Array.from(original).fill(value, position, position + 1 || undefined);
}

describe('parseIdx', () => {
  it('reads shape and data', () => {
    expect([...bytes.subarray(0, 16)]).toEqual([0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4]);
    expect(parseIdx(bytes, 'file')).toEqual(array);
    expect(parseIdx(encodeIdx({ shape: [0], data: new Uint8Array() }), 'file').shape).toEqual([0]);
  });

  it('reads from the middle of a larger buffer', () => {
    const larger = new Uint8Array(bytes.length + 3);
    larger.set(bytes, 3);
    expect(parseIdx(larger.subarray(3), 'file')).toEqual(array);
  });

  it.each([
    ['empty', new Uint8Array(), 'the file is empty'],
    ['three bytes', bytes.subarray(0, 3), 'ends inside the IDX header: 3 bytes'],
    ['a cut header', bytes.subarray(0, 13), 'ends inside the IDX header: 13 bytes, 3 dimensions need 16'],
    ['a wrong first byte', changed(bytes, 0, 1), 'wrong magic 0x01000803'],
    ['no dimensions', changed(bytes, 3, 0), 'wrong magic 0x00000800'],
    ['floats', changed(bytes, 2, 0x0d), 'wrong magic 0x00000d03: elements are float32'],
    [
      'a cut payload',
      bytes.subarray(0, 39),
      'header is larger than the payload: [2,3,4] needs 24 bytes, the file holds 23',
    ],
    ['a huge header', changed(bytes, 4, 0xff), 'header is larger than the payload: [4278190082,3,4]'],
    ['trailing bytes', Uint8Array.from([...bytes, 0]), '1 trailing bytes: [2,3,4] needs 24 bytes, the file holds 25'],
  ])('names %s', (_, damaged, message) => {
    expect(() => parseIdx(damaged, 'some-file')).toThrow(DataError);
    expect(() => parseIdx(damaged, 'some-file')).toThrow(message);
    expect(() => parseIdx(damaged, 'some-file')).toThrow(/^some-file: /);
  });
});

describe('readIdxFile', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'googlenet-idx-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it.each([
    ['plain', bytes],
    ['gzipped', gzipped],
    ['gzipped in two members', Buffer.concat([gzipSync(bytes.subarray(0, 20)), gzipSync(bytes.subarray(20))])],
  ])('reads a %s file and hashes its content', async (_, stored) => {
    const path = join(folder, 'good');
    await writeFile(path, stored);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const { data, ...rest } = await readIdxFile(path);
    expect([...data]).toEqual([...array.data]);
    expect(rest).toEqual({ shape: array.shape, path, sha256 });
  });

  it.each([
    ['an empty file', new Uint8Array(), 'the file is empty'],
    ['truncated gzip', gzipped.subarray(0, gzipped.length - 9), 'gzip data is truncated'],
    ['gzip cut in its trailer', gzipped.subarray(0, gzipped.length - 1), 'gzip data is truncated'],
    ['gzip cut after its magic', gzipped.subarray(0, 2), 'gzip data is truncated'],
    ['a bad CRC', changed(gzipped, gzipped.length - 6, gzipped[gzipped.length - 6] ^ 1), 'bad CRC-32'],
    ['a bad length', changed(gzipped, gzipped.length - 1, 1), 'gzip length is wrong'],
    ['a damaged stream', changed(gzipped, 10, 0xff), 'gzip data is damaged'],
    ['foreign bytes after gzip', Buffer.concat([gzipped, Buffer.from('more')]), 'not gzip follow the end'],
    ['a web page', Buffer.from('<!DOCTYPE html><html>'), 'neither gzip nor IDX, the file begins with "<!DOCTYPE html>'],
    ['gzip of something else', gzipSync('text, not IDX'), 'wrong magic 0x74657874'],
  ])('names %s', async (_, stored, message) => {
    const path = join(folder, 'damaged.gz');
    await writeFile(path, stored);
    const error = await readIdxFile(path).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(DataError);
    expect(String(error)).toContain(`${path}: `);
    expect(String(error)).toContain(message);
  });

  it('names a missing file and one that cannot be read', async () => {
    await expect(readIdxFile(join(folder, 'nowhere'))).rejects.toThrow(/nowhere: the file is missing/);
    await expect(readIdxFile(folder)).rejects.toThrow(/cannot be read/);
  });
});
