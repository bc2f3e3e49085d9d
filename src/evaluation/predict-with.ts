// A few images at once, in one call, on an engine that is open already; it needs no Node.
import { Engine } from '../engines/engine.ts';
import { NotFiniteError } from '../errors/not-finite-error.ts';
import { OptionError } from '../errors/option-error.ts';
import { imageAxes, requireShape, requireType } from '../errors/require-option.ts';
import { type Shape, sizeOf } from '../graph/shape.ts';
import { Module } from '../nn/module.ts';
import { Predictor } from './predictor.ts';
import { largestIndex, softmax } from './softmax.ts';

/** What a model says of one image. */
export interface ImagePrediction {
  /** The most probable class. */
  readonly classIndex: number;
  /** Its probability. */
  readonly probability: number;
  /** One for each class; they add up to 1. */
  readonly probabilities: readonly number[];
}

/** What `predict` takes in a browser, beside model and images. */
export interface PredictWithOptions {
  /** Shape of one image: [C, H, W]. */
  readonly imageShape: Shape;
  /** An opened one, which stays open. */
  readonly engine: Engine;
}

/**
 * Predicts a few images at once. Each call traces and compiles the model for as many images and copies its weights to the
 * engine, which takes a fraction of a second to some seconds.
 * @param model with values in all its parameters
 * @param images [N, C, H, W], row-major, normalised as for the training: of a DataLoader's own, levels from 0 to 1
 * @throws OptionError for images that do not fill the shape; ModelError for a parameter without values; ShapeError for
 * images that the model does not take; NotFiniteError where its numbers overflow; EngineError
 */
export async function predictWith(
  model: Module,
  images: Float32Array,
  { imageShape, engine }: PredictWithOptions,
): Promise<readonly ImagePrediction[]> {
  requireType('engine', engine, Engine);
  const count = countImages(model, images, imageShape);
  await using predictor = await Predictor.open(engine, model, imageShape, count);
  const { logits, notFinite } = await predictor.predict(images, count);
  if (notFinite !== undefined) {
    throw new NotFiniteError(`nothing can be predicted, the values of ${notFinite} are not finite`, {
      hint: 'the weights or the images are too large: use weights of a training that did not diverge',
    });
  }
  return Array.from({ length: count }, (_, index) => {
    const own = logits.subarray(index * predictor.classCount, (index + 1) * predictor.classCount);
    const probabilities = softmax(own);
    const classIndex = largestIndex(own);
    return { classIndex, probability: probabilities[classIndex], probabilities };
  });
}

/** @throws OptionError unless the images fill the shape */
export function countImages(model: Module, images: Float32Array, imageShape: Shape): number {
  requireType('model', model, Module);
  requireType('images', images, Float32Array);
  requireShape('imageShape', imageShape, imageAxes);
  const count = images.length / sizeOf(imageShape);
  if (Number.isSafeInteger(count) && count > 0) return count;
  throw new OptionError(`images has ${images.length} elements, expected a multiple of ${sizeOf(imageShape)}`, {
    hint: `imageShape [${imageShape}] says how large one image is`,
  });
}
