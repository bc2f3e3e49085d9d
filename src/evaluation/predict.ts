// A few images at once, in one call: what a program tries first. Datasets go through predictDataset.
import { Engine } from '../engines/engine.ts';
import { openEngine } from '../engines/open-engine.ts';
import { requireType } from '../errors/require-option.ts';
import type { Shape } from '../graph/shape.ts';
import type { Module } from '../nn/module.ts';
import { countImages, type ImagePrediction, predictWith } from './predict-with.ts';

/** What `predict` takes beside model and images. */
export interface PredictOptions {
  /** Shape of one image: [C, H, W]. */
  readonly imageShape: Shape;
  /** An opened one, which stays open. Default: one of its own, opened and closed by the call. */
  readonly engine?: Engine | undefined;
}

/**
 * Predicts a few images at once. Each call traces and compiles the model for as many images and copies its weights to the
 * engine; without `engine` it opens and closes one too. That is a fraction of a second to some seconds, so it is for trying
 * things: for many images take `predictDataset`, for one batch after the other a program of your own (`prediction`).
 * @param model with values in all its parameters
 * @param images [N, C, H, W], row-major, normalised as for the training: of a DataLoader's own, levels from 0 to 1
 * @throws OptionError for images that do not fill the shape; ModelError for a parameter without values; ShapeError for
 * images that the model does not take; NotFiniteError where its numbers overflow; EngineError
 * @example
 * ```ts
 * import { GoogLeNet, loadModel, predict } from 'googlenet';
 * const model = loadModel(new GoogLeNet(), 'weights.safetensors');
 * const [{ classIndex, probability }] = await predict(model, new Float32Array(96 * 96), { imageShape: [1, 96, 96] });
 * ```
 */
export async function predict(
  model: Module,
  images: Float32Array,
  { imageShape, engine }: PredictOptions,
): Promise<readonly ImagePrediction[]> {
  // Before an engine is opened.
  countImages(model, images, imageShape);
  if (engine !== undefined) {
    requireType('engine', engine, Engine);
    return predictWith(model, images, { imageShape, engine });
  }
  await using used = await openEngine('auto');
  return await predictWith(model, images, { imageShape, engine: used });
}
