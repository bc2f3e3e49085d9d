// An image of bytes as the network's input, by the functions that training and `googlenet predict` use.
import type { NetworkInput } from '../../../src/images/image-form.ts';
import { ImagePreparer } from '../../../src/images/prepare-images.ts';

/** [channels, rows, columns], 0 is black. */
export interface ByteImage {
  readonly channels: number;
  readonly rows: number;
  readonly columns: number;
  readonly pixels: Uint8Array;
}

/** @param image with the input's channels @returns the input's shape */
export function networkInput({ channels, rows, columns, pixels }: ByteImage, input: NetworkInput): Float32Array {
  const [, imageSize] = input.shape;
  const prepared = new Float32Array(channels * imageSize * imageSize);
  new ImagePreparer({ channels, rows, columns, imageSize, normalization: input }).prepareInto(pixels, 0, prepared, 0);
  return prepared;
}

/** Shares of red, green and blue in what is seen as grey. see: luma in src/images/image-form.ts */
const shares = [0.299, 0.587, 0.114];

/** What is seen of a prepared image without its colours, from 0 to 1: [rows, columns]. */
export function greyLevels(prepared: Float32Array, { shape, mean, std }: NetworkInput): Float32Array {
  const [channels, rows, columns] = shape;
  const area = rows * columns;
  const grey = new Float32Array(area);
  for (let channel = 0; channel < channels; channel++) {
    const share = channels === 1 ? 1 : shares[channel];
    const [centre, spread] = [mean[channel] ?? mean[0], std[channel] ?? std[0]];
    for (let at = 0; at < area; at++) grey[at] += share * (prepared[channel * area + at] * spread + centre);
  }
  return grey;
}
