// Runs a model over all images of a dataset, in order: probabilities of the classes, image by image.
import { imagesName, prediction } from '../compile/programs.ts';
import type { ImageDataset } from '../data/dataset.ts';
import { DataLoader } from '../data/loader.ts';
import { type EngineName, openEngine } from '../engines/open-engine.ts';
import type { Module } from '../nn/module.ts';
import { createModelStore } from '../training/model-store.ts';

const largestBatch = 32;

export async function predictProbabilities(
  model: Module,
  dataset: ImageDataset,
  { engine: name, imageSize }: { readonly engine: EngineName | 'auto'; readonly imageSize: number },
): Promise<readonly (readonly number[])[]> {
  const batchSize = Math.min(largestBatch, dataset.count);
  const loader = new DataLoader(dataset, { batchSize, imageSize, shuffle: false });
  const graphOf = (size: number) => prediction(model, [size, 1, imageSize, imageSize]);
  // Traced first: images that are too small for the model are refused before an engine opens.
  const first = graphOf(batchSize);
  const engine = await openEngine(name);
  try {
    const store = await createModelStore(engine, model, [first]);
    let program = await engine.compile(first, store);
    const probabilities: (readonly number[])[] = [];
    for (const { images, size } of loader.epoch(0)) {
      if (size !== batchSize) program = await engine.compile(graphOf(size), store);
      const { logits } = await program.run({ [imagesName]: images });
      const classes = logits.length / size;
      for (let image = 0; image < size; image++) {
        probabilities.push(softmax(logits.subarray(image * classes, (image + 1) * classes)));
      }
    }
    return probabilities;
  } finally {
    await engine.close();
  }
}

/** Of one image; the largest logit is taken away first, so that no power overflows. */
export function softmax(logits: Float32Array): readonly number[] {
  const largest = logits.reduce((maximum, logit) => Math.max(maximum, logit), Number.NEGATIVE_INFINITY);
  const powers = Array.from(logits, (logit) => Math.exp(logit - largest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
