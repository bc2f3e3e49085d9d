// Whether a network can take images of a size, and this machine a step of so many: asked before any work is done.
import { totalmem } from 'node:os';
import type { ImageShape } from '../../images/image-form.ts';
import { findNetwork, fitOfImages, leastImageSize, leastMemory } from '../../network/network-needs.ts';
import type { Module } from '../../nn/module.ts';
import type { NoteListener } from './notes.ts';
import { invalidOption } from './usage-error.ts';

export interface StepSizes {
  readonly imageShape: ImageShape;
  readonly batchSize: number;
  readonly purpose: 'train' | 'infer';
}

/** @throws UsageError for images that the network does not take, and for a step that this machine has no memory for */
export function requireSizes(model: Module, sizes: StepSizes, memory = memoryHere()): void {
  const { imageShape, batchSize, purpose } = sizes;
  const [channels, imageSize] = imageShape;
  const network = findNetwork(model, imageShape);
  if (network === undefined) {
    const least = leastImageSize(model, channels, 'lost');
    const hint = least === undefined ? 'give another' : `the least that it takes is ${least}`;
    throw invalidOption(`--image-size is ${imageSize}, which ${model.constructor.name} does not take`, hint);
  }
  const needed = leastMemory(network, batchSize, purpose);
  if (needed <= memory) return;
  const given = batchSize > 1 ? `--batch-size is ${batchSize}` : `--image-size is ${imageSize}`;
  const most = Math.floor((memory * batchSize) / needed);
  const hint = most >= 1 ? `give a --batch-size of at most ${most}` : 'give a smaller --image-size';
  throw invalidOption(
    `${given}: such a step takes at least ${gigabytes(needed)}, and this machine has ${gigabytes(memory)}`,
    hint,
  );
}

/** Says of a given size of images that it leaves some layers nothing to work on. */
export function noteImageSize(model: Module, imageShape: ImageShape, onNote: NoteListener): void {
  if (fitOfImages(findNetwork(model, imageShape)) !== 'lost') return;
  const [channels, imageSize] = imageShape;
  const least = leastImageSize(model, channels, 'whole');
  const from = least === undefined ? '' : `; from ${least} on, all have more`;
  onNote(`--image-size is ${imageSize}: some layers that make the image smaller have a single pixel left${from}`);
}

/** Memory of the machine, or of the container that this runs in. */
function memoryHere(): number {
  const constrained = process.constrainedMemory();
  return constrained > 0 ? Math.min(totalmem(), constrained) : totalmem();
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
