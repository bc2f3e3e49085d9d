// What a network needs, read off its description: images that are large enough for its layers, and memory.
import { GoogLeNetError } from '../errors/googlenet-error.ts';
import { sizeOf } from '../graph/shape.ts';
import type { ImageShape } from '../images/image-form.ts';
import type { Module } from '../nn/module.ts';
import { describeNetwork } from './describe-network.ts';
import type { NetworkDescription } from './network-description.ts';

/** `refused`: a layer cannot take such images; `lost`: a layer that makes images smaller is given a single row or column. */
export type ImageFit = 'refused' | 'lost' | 'whole';

/** @param network undefined where the images were refused */
export function fitOfImages(network: NetworkDescription | undefined): ImageFit {
  if (network === undefined) return 'refused';
  const isLost = network.layers.some(({ window, inputShapes }) => {
    const makesSmaller = window?.stride.some((stride) => stride > 1) === true;
    return makesSmaller && inputShapes.some(([, ...sides]) => Math.min(...sides) <= 1);
  });
  return isLost ? 'lost' : 'whole';
}

/** A network that takes no image up to this size is taken to have no least size. */
const largestTried = 1024;

/** The least rows and columns of square images that fit so, or better. */
export function leastImageSize(model: Module, channels: number, fit: 'lost' | 'whole'): number | undefined {
  for (let size = 1; size <= largestTried; size++) {
    const found = fitOfImages(findNetwork(model, [channels, size, size]));
    if (found === 'whole' || found === fit) return size;
  }
  return undefined;
}

/** @returns undefined where the network does not take such images */
export function findNetwork(model: Module, imageShape: ImageShape): NetworkDescription | undefined {
  try {
    return describeNetwork(model, imageShape);
  } catch (error) {
    if (error instanceof GoogLeNetError) return undefined;
    throw error;
  }
}

/**
 * Bytes that a step cannot do without, whatever the engine: for training, what each layer with parameters returns, since
 * its gradient needs it; to infer, what the largest layer reads and returns.
 */
export function leastMemory({ layers }: NetworkDescription, batchSize: number, purpose: 'train' | 'infer'): number {
  const elements =
    purpose === 'train'
      ? layers.filter(({ parameters }) => parameters > 0).reduce((sum, { outputShape }) => sum + sizeOf(outputShape), 0)
      : Math.max(
          ...layers.map(({ inputShapes, outputShape }) =>
            [...inputShapes, outputShape].reduce((sum, shape) => sum + sizeOf(shape), 0),
          ),
        );
  return Float32Array.BYTES_PER_ELEMENT * batchSize * elements;
}
