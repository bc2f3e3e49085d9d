// The order of byte strings: by the first byte that differs, and a beginning before what goes on.

/** @returns below 0 if a comes before b, 0 if they are the same */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const first = a.findIndex((byte, index) => byte !== b[index]);
  return first === -1 ? a.length - b.length : a[first] - (b[first] ?? -1);
}
