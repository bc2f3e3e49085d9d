// Pictures of which scripts/record-torchvision-input.py recorded what torchvision makes of them, and the formula of both.
import { readFileSync } from 'node:fs';
import sharp from 'sharp';

export interface TorchvisionCase {
  readonly rows: number;
  readonly columns: number;
  /** Checksum of the bytes [3, 224, 224] that are left of the picture. */
  readonly crc32: number;
  /** Some of the numbers [3, 224, 224] that the network gets. */
  readonly normalised: readonly number[];
  /** The same behind the network's `transform_input`. */
  readonly transformed: readonly number[];
}
const { every, cases }: { readonly every: number; readonly cases: readonly TorchvisionCase[] } = JSON.parse(
  readFileSync(new URL('../fixtures/torchvision-input/cases.json', import.meta.url), 'utf8'),
);

export { cases as torchvisionCases, every as recordedEvery };

/** The same picture as in the script. */
export function torchvisionPicture({ rows, columns }: TorchvisionCase): Promise<Buffer> {
  const pixels = Buffer.alloc(3 * rows * columns);
  for (let at = 0; at < pixels.length; at++) {
    const [c, x, y] = [at % 3, Math.floor(at / 3) % columns, Math.floor(at / 3 / columns)];
    pixels[at] = Math.floor((7 * x * x + 13 * y * (c + 1) + x * y * (c + 3)) / 8) % 256;
  }
  return sharp(pixels, { raw: { width: columns, height: rows, channels: 3 } })
    .png()
    .toBuffer();
}
