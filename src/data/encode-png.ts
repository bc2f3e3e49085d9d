// An image of a dataset as a PNG.
import type { ImageDataset } from './dataset.ts';

/** @param image [channels, rows, columns] */
export async function encodePng(
  image: Uint8Array,
  { channels = 1, rows, columns }: Pick<ImageDataset, 'channels' | 'rows' | 'columns'>,
): Promise<Uint8Array> {
  const { default: sharp } = await import('sharp');
  const area = rows * columns;
  const pixels = Uint8Array.from(image, (_, at) => image[(at % channels) * area + Math.floor(at / channels)]);
  return sharp(pixels, { raw: { width: columns, height: rows, channels: channels === 3 ? 3 : 1 } })
    .toColourspace(channels === 3 ? 'srgb' : 'b-w')
    .png({ compressionLevel: 9 })
    .toBuffer();
}
