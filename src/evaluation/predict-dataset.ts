// Runs a model over a dataset and keeps the logits, from which everything else of an evaluation is computed.
import { requireFittingLabels } from '../data/check-dataset.ts';
import type { ImageDataset } from '../data/dataset.ts';
import { DataLoader } from '../data/loader.ts';
import { Engine } from '../engines/engine.ts';
import { NotFiniteError } from '../errors/not-finite-error.ts';
import { OptionError } from '../errors/option-error.ts';
import { requireType } from '../errors/require-option.ts';
import { Module } from '../nn/module.ts';
import { yieldToEventLoop } from '../training/yield-to-event-loop.ts';
import { Predictor } from './predictor.ts';
import { meanLogits } from './softmax.ts';

/** What a model says of each image of a dataset. */
export interface Predictions {
  readonly dataset: ImageDataset;
  /** Number of classes that the model tells apart. */
  readonly classCount: number;
  /** [dataset.count, classCount], row-major, in the dataset's order. */
  readonly logits: Float32Array;
}

/** What `predictDataset` takes. */
export interface PredictDatasetOptions {
  /**
   * Predict the mirror image of each image too: the logits are then logarithms of the means of both probabilities. Default
   * false.
   */
  readonly mirrorToo?: boolean;
  /** Called after each batch, steps counted from 1. */
  readonly onBatch?: (progress: { readonly step: number; readonly steps: number }) => void;
}

/**
 * The model's logits for every image, in the dataset's order.
 * @param model with values in all its parameters
 * @param loader one that does not shuffle
 * @throws OptionError for a loader that shuffles, and labels that the model has no class for; NotFiniteError naming the
 * layer where the numbers of a batch overflow, whatever the logits make of it
 * @example
 * ```ts
 * import { classificationReport, DataLoader, fashionMnist, GoogLeNet, loadModel, openEngine, predictDataset } from 'googlenet';
 * const model = loadModel(new GoogLeNet(), 'weights.safetensors');
 * const testSet = await fashionMnist({ split: 'test' });
 * const engine = await openEngine('auto');
 * const predictions = await predictDataset(engine, model, new DataLoader(testSet, { batchSize: 128, imageSize: 96, shuffle: false }));
 * await engine.close();
 * const { accuracy } = classificationReport(predictions);
 * ```
 */
export async function predictDataset(
  engine: Engine,
  model: Module,
  loader: DataLoader,
  { onBatch, mirrorToo = false }: PredictDatasetOptions = {},
): Promise<Predictions> {
  requireType('engine', engine, Engine);
  requireType('model', model, Module);
  requireType('loader', loader, DataLoader);
  const { dataset, imageShape, batchCount } = loader;
  if (loader.shuffle) {
    throw new OptionError('the loader shuffles, so predictions would not be in the order of the dataset', {
      hint: 'give the loader shuffle: false',
    });
  }
  await using predictor = await Predictor.open(engine, model, imageShape, Math.min(loader.batchSize, dataset.count));
  const { classCount } = predictor;
  requireFittingLabels(dataset, classCount);

  const loaders = mirrorToo ? [loader, new DataLoader(dataset, { ...loader, mirror: !loader.mirror })] : [loader];
  const logits = new Float32Array(dataset.count * classCount);
  let images = 0;
  for (let step = 0; step < batchCount; step++) {
    const views: Float32Array[] = [];
    let size = 0;
    for (const each of loaders) {
      const batch = each.batch(0, step);
      const result = await predictor.predict(batch.images, batch.size);
      if (result.notFinite !== undefined) throw notFinite(dataset, images, batch.size, result.notFinite);
      views.push(result.logits.slice());
      size = batch.size;
    }
    logits.set(meanLogits(views, classCount), images * classCount);
    images += size;
    onBatch?.({ step: step + 1, steps: batchCount });
    // A step blocks the thread while it computes: signals and timers come through here.
    await yieldToEventLoop();
  }
  return { dataset, classCount, logits };
}

function notFinite({ name }: ImageDataset, before: number, count: number, layer: string): NotFiniteError {
  const which = count === 1 ? `image ${before + 1}` : `images ${before + 1} to ${before + count}`;
  return new NotFiniteError(`${name}, ${which}: nothing can be predicted, the values of ${layer} are not finite`, {
    hint: 'the weights are too large: use those of a training that did not diverge',
  });
}
