// An image of bytes as the network's input, by the functions that training and `googlenet predict` use.
import { pictureSide } from '../../../src/data/picture.ts';
import { ImagePreparer } from '../../../src/data/prepare-images.ts';

/** @param pixels [28, 28] @returns [1, 1, imageSize, imageSize] */
export function networkInput(pixels: Uint8Array, imageSize: number): Float32Array {
  const input = new Float32Array(imageSize * imageSize);
  new ImagePreparer(pictureSide, pictureSide, imageSize).prepareInto(pixels, 0, input, 0);
  return input;
}
