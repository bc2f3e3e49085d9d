// The hashes of programs without Node are those of Node, for every length around a block.
import { createHash } from 'node:crypto';
import { crc32 as crc32OfNode } from 'node:zlib';
import { expect, it } from 'vitest';
import { crc32, plainCrc32 } from './crc32.ts';
import { plainSha256, sha256 } from './sha256.ts';

const bytes = Uint8Array.from({ length: 1000 }, (_, index) => (index * 7919 + (index >> 3)) % 256);
const ofNode = (content: Uint8Array) => createHash('sha256').update(content).digest('hex');

it.each([0, 1, 3, 54, 55, 56, 57, 63, 64, 65, 119, 120, 128, 1000])('SHA-256 of %i bytes', (length) => {
  const content = bytes.subarray(0, length);
  expect(plainSha256(content)).toBe(ofNode(content));
  expect(sha256(content)).toBe(ofNode(content));
});

it('SHA-256 of parts is that of the whole, wherever it is cut', () => {
  for (const cut of [0, 1, 63, 64, 65, 500]) {
    expect(plainSha256(bytes.subarray(0, cut), bytes.subarray(cut))).toBe(ofNode(bytes));
    expect(sha256(bytes.subarray(0, cut), bytes.subarray(cut))).toBe(ofNode(bytes));
  }
});

it('CRC-32', () => {
  expect([plainCrc32(bytes), crc32(bytes)]).toEqual([crc32OfNode(bytes), crc32OfNode(bytes)]);
});
