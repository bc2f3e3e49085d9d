// Writes images as PNG files in a folder for each class, the form that `googlenet train --data` reads.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';

/** Enough that no core waits for the disk. */
const atATime = 64;

/** A class as the name of a folder: `T-shirt/top` would be two. */
export function folderName(className) {
  return className.replaceAll('/', '-');
}

/**
 * FOLDER/CLASS/NNNNN.png, NNNNN being the index of the image.
 * @param {string} folder made if it is missing
 * @param {{ classNames: readonly string[], count: number, rows: number, columns: number,
 *   imageAt: (index: number) => { image: Uint8Array, label: number } }} images grey: [rows, columns]
 */
export async function writeClassFolders(folder, { classNames, count, rows, columns, imageAt }) {
  const folders = classNames.map((name) => join(folder, folderName(name)));
  for (const path of folders) mkdirSync(path, { recursive: true });
  const write = (index) => {
    const { image, label } = imageAt(index);
    return sharp(image, { raw: { width: columns, height: rows, channels: 1 } })
      .toColourspace('b-w')
      .png()
      .toFile(join(folders[label], `${String(index).padStart(5, '0')}.png`));
  };
  for (let begin = 0; begin < count; begin += atATime) {
    await Promise.all(Array.from({ length: Math.min(atATime, count - begin) }, (_, place) => write(begin + place)));
  }
}

/** @param {{ images: Uint8Array, labels: Uint8Array, count: number, rows: number, columns: number, classNames: readonly string[] }} dataset */
export function writeDataset(folder, { images, labels, ...dataset }) {
  const area = dataset.rows * dataset.columns;
  const imageAt = (index) => ({ image: images.subarray(index * area, (index + 1) * area), label: labels[index] });
  return writeClassFolders(folder, { ...dataset, imageAt });
}
