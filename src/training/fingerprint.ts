// What the tensors of several ranks are compared by: each one's CRC-32, of a few bytes where there are millions.
import { crc32 } from '../formats/crc32.ts';

/** By name, as hexadecimal digits. */
export function fingerprints(
  tensors: Iterable<readonly [name: string, { readonly data: Float32Array }]>,
): Readonly<Record<string, string>> {
  return Object.fromEntries([...tensors].map(([name, { data }]) => [name, fingerprint([data])]));
}

/** One for all pieces, which also tells how long each is. */
export function fingerprint(pieces: readonly Float32Array[]): string {
  const parts = pieces.map(({ buffer, byteOffset, byteLength }) => {
    return `${byteLength} ${crc32(new Uint8Array(buffer, byteOffset, byteLength)).toString(16)}`;
  });
  return parts.join();
}
