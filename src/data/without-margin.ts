// A dataset's images as people see them: without the margin that only varied images reach into.
import { type ImageDataset, ImageReader } from './dataset.ts';

export function withoutMargin(dataset: ImageDataset): ImageDataset {
  const { channels = 1, margin = 0, rows, columns } = dataset;
  if (margin === 0) return dataset;
  const seen = { ...dataset, rows: rows - 2 * margin, columns: columns - 2 * margin, margin: 0 };
  const reader = new ImageReader(dataset);
  const readInto = (index: number, target: Uint8Array) => {
    const image = reader.read(index);
    for (let line = 0; line < channels * seen.rows; line++) {
      const channel = Math.floor(line / seen.rows);
      const begin = (channel * rows + margin + line - channel * seen.rows) * columns + margin;
      target.set(image.subarray(begin, begin + seen.columns), line * seen.columns);
    }
  };
  return { ...seen, images: { readInto } };
}
