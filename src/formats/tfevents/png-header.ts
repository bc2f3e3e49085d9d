// The first bytes of a PNG, as far as an image event must repeat them.
// see: PNG specification, 5.2 (signature) and 11.2.1 (IHDR)
import { FormatError } from '../../errors/format-error.ts';

export interface PngHeader {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
}

const opening = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52);

/** By colour type; palettes hold RGB. */
const channelsByColorType: ReadonlyMap<number, number> = new Map([
  [0, 1],
  [2, 3],
  [3, 3],
  [4, 2],
  [6, 4],
]);

/** @throws FormatError for bytes that are no PNG */
export function readPngHeader(png: Uint8Array): PngHeader {
  const channels = channelsByColorType.get(png[25]);
  if (channels === undefined || !opening.every((byte, index) => png[index] === byte)) {
    throw new FormatError('image: the bytes are not a PNG');
  }
  const view = new DataView(png.buffer, png.byteOffset);
  return { width: view.getUint32(16), height: view.getUint32(20), channels };
}
