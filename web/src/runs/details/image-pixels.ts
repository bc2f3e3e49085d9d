// Test images from the server: four bytes with the label, then the pixels, one image behind the other.

/** Rows of grey values, white on black as in the dataset. */
export interface GreyImage {
  readonly side: number;
  readonly pixels: Uint8Array;
}

const labelBytes = 4;

/** @throws Error where the bytes are not so many square images */
export function readImages(bytes: Uint8Array, count: number): readonly GreyImage[] {
  const length = bytes.length / count;
  const side = Math.sqrt(length - labelBytes);
  if (!Number.isInteger(side)) throw new Error(`${bytes.length} bytes are not ${count} square images with labels`);
  return Array.from({ length: count }, (_, index) => ({
    side,
    pixels: bytes.subarray(index * length + labelBytes, (index + 1) * length),
  }));
}

/** As a canvas wants it. */
export function toRgba({ pixels }: GreyImage): Uint8ClampedArray<ArrayBuffer> {
  const rgba = new Uint8ClampedArray(pixels.length * 4);
  pixels.forEach((grey, index) => {
    rgba.set([grey, grey, grey, 255], index * 4);
  });
  return rgba;
}
