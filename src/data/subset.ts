// Some images of a dataset, as a dataset.
import { createHash } from 'node:crypto';
import { type ImageDataset, ImageReader } from './dataset.ts';

/** @param indices of the images, in their new order */
export function subsetOf(dataset: ImageDataset, indices: Uint32Array, name: string): ImageDataset {
  const reader = new ImageReader(dataset);
  const bytes = new Uint8Array(indices.buffer, indices.byteOffset, indices.byteLength);
  return {
    ...dataset,
    name,
    images: { readInto: (place, target) => target.set(reader.read(indices[place])) },
    // Not by `slice`, which would be a view if the labels are in a Buffer.
    labels: indices.map((index) => dataset.labels[index]),
    count: indices.length,
    sha256: createHash('sha256').update(`${dataset.sha256} `).update(bytes).digest('hex'),
  };
}
