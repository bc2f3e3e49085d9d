// An image of bytes as the network's input, by the functions that training and `googlenet predict` use.
import { fashionMnistForm } from '../../../src/data/fashion-mnist/files.ts';
import { ImagePreparer } from '../../../src/images/prepare-images.ts';

/** @param pixels [28, 28] @returns [1, 1, imageSize, imageSize] */
export function networkInput(pixels: Uint8Array, imageSize: number): Float32Array {
  const input = new Float32Array(imageSize * imageSize);
  const { rows, columns } = fashionMnistForm;
  new ImagePreparer({ rows, columns, imageSize }).prepareInto(pixels, 0, input, 0);
  return input;
}
