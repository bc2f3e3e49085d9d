// An image of a dataset as a PNG, without the margin that only varied images reach into.
import type { ImageDataset } from './dataset.ts';

/** Rows and columns of an image as people see it. */
export function shownSize({ rows, columns, margin = 0 }: Pick<ImageDataset, 'rows' | 'columns' | 'margin'>) {
  return { rows: rows - 2 * margin, columns: columns - 2 * margin };
}

/** @param image [channels, rows, columns], margins included */
export async function encodePng(
  image: Uint8Array,
  dataset: Pick<ImageDataset, 'channels' | 'rows' | 'columns' | 'margin'>,
): Promise<Uint8Array> {
  const { default: sharp } = await import('sharp');
  const { channels = 1, rows, columns, margin = 0 } = dataset;
  const shown = shownSize(dataset);
  const area = rows * columns;
  const pixels = Uint8Array.from(image, (_, at) => image[(at % channels) * area + Math.floor(at / channels)]);
  return sharp(pixels, { raw: { width: columns, height: rows, channels: channels === 3 ? 3 : 1 } })
    .extract({ left: margin, top: margin, width: shown.columns, height: shown.rows })
    .toColourspace(channels === 3 ? 'srgb' : 'b-w')
    .png({ compressionLevel: 9 })
    .toBuffer();
}
