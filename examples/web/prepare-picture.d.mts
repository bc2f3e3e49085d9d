// Types of prepare-picture.mjs, for tests.

export function preparePicture(
  metadata: Readonly<Record<string, string>>,
  picture: { readonly data: Uint8Array | Uint8ClampedArray; readonly width: number; readonly height: number },
): Float32Array;
