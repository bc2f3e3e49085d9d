// Whether a photo shows something dark on a light ground: by the pixels along its edge.

/** @param pixels [rows, columns, 4] red, green, blue, alpha */
export function hasLightGround(pixels: Uint8ClampedArray, rows: number, columns: number): boolean {
  const levels: number[] = [];
  for (let row = 0; row < rows; row++) {
    const step = row === 0 || row === rows - 1 ? 1 : Math.max(1, columns - 1);
    for (let column = 0; column < columns; column += step) {
      const [red, green, blue, alpha] = pixels.subarray(4 * (row * columns + column));
      // What is transparent is ground, whichever way the picture is read.
      if (alpha > 127) levels.push(0.299 * red + 0.587 * green + 0.114 * blue);
    }
  }
  const sorted = levels.toSorted((a, b) => a - b);
  return (sorted[sorted.length >> 1] ?? 0) > 127;
}

/** Of a file; false for what the browser cannot decode, which the server will say more about. */
export async function fileHasLightGround(file: Blob): Promise<boolean> {
  const side = 64;
  try {
    const bitmap = await createImageBitmap(file, { resizeWidth: side, resizeHeight: side });
    const context = new OffscreenCanvas(side, side).getContext('2d');
    context?.drawImage(bitmap, 0, 0);
    bitmap.close();
    const pixels = context?.getImageData(0, 0, side, side).data;
    return pixels !== undefined && hasLightGround(pixels, side, side);
  } catch {
    return false;
  }
}
