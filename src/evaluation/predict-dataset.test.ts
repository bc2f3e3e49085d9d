import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evaluationStep } from '../compile/programs.ts';
import type { ImageDataset } from '../data/dataset.ts';
import { DataLoader } from '../data/loader.ts';
import type { Engine } from '../engines/engine.ts';
import { openEngine } from '../engines/open-engine.ts';
import { LeNet } from '../models/lenet.ts';
import { CrossEntropyLoss } from '../nn/index.ts';
import { createModelStore } from '../training/model-store.ts';
import { classificationReport } from './classification-report.ts';
import { predictDataset } from './predict-dataset.ts';
import { meanLogits, softmax } from './softmax.ts';

const count = 5;
const dataset: ImageDataset = {
  name: 'five noise images',
  images: Uint8Array.from({ length: count * 28 * 28 }, (_, index) => (index * 7919 + (index >> 9) * 31) % 256),
  labels: Uint8Array.from({ length: count }, (_, index) => index),
  count,
  rows: 28,
  columns: 28,
  classNames: ['a', 'b', 'c', 'd', 'e'],
  sha256: '',
};

describe('predictDataset', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await openEngine('reference');
  });
  afterAll(() => engine.close());

  const model = new LeNet({ numClasses: 5 }).initialize(3);
  const loaderOf = (batchSize: number) => new DataLoader(dataset, { batchSize, imageSize: 28, shuffle: false });

  it('gives the same logits in batches of any size, and tells of each batch', async () => {
    const steps: unknown[] = [];
    const whole = await predictDataset(engine, model, loaderOf(5));
    const parts = await predictDataset(engine, model, loaderOf(2), { onBatch: (progress) => steps.push(progress) });
    expect(whole.logits).toHaveLength(count * 5);
    expect(new Set(whole.logits).size).toBeGreaterThan(5);
    expect(parts.logits).toEqual(whole.logits);
    expect(steps).toEqual([1, 2, 3].map((step) => ({ step, steps: 3 })));
  });

  it('averages the probabilities of each image and its mirror image, if that is wanted', async () => {
    const backwards = Uint8Array.from({ length: count * 28 * 28 }, (_, at) => {
      return (dataset.images as Uint8Array)[28 * Math.floor(at / 28) + 27 - (at % 28)];
    });
    const mirrored = new DataLoader({ ...dataset, images: backwards }, { batchSize: 5, imageSize: 28, shuffle: false });
    const [own, other] = [
      await predictDataset(engine, model, loaderOf(5)),
      await predictDataset(engine, model, mirrored),
    ].map(({ logits }) => logits);
    const both = await predictDataset(engine, model, loaderOf(2), { mirrorToo: true });
    for (let image = 0; image < count; image++) {
      const of = (logits: Float32Array) => softmax(logits.subarray(5 * image, 5 * image + 5));
      const [mine, theirs] = [of(own), of(other)];
      expect(mine).not.toEqual(theirs);
      for (const [index, probability] of of(both.logits).entries()) {
        expect(probability).toBeCloseTo((mine[index] + theirs[index]) / 2, 6);
      }
    }
  });

  it("leads to the loss and accuracy that the trainer's evaluation graph computes", async () => {
    const report = classificationReport(await predictDataset(engine, model, loaderOf(3)));
    const graph = evaluationStep({ model, loss: new CrossEntropyLoss(), imageShape: [count, 1, 28, 28] });
    const program = await engine.compile(graph, await createModelStore(engine, model, [graph]));
    const { images, labels } = loaderOf(count).batch(0, 0);
    const outputs = await program.run({ images, labels });
    expect(report.loss).toBeCloseTo(outputs.loss[0] / outputs.weight[0], 6);
    expect(report.accuracy * count).toBeCloseTo(outputs.correct[0], 12);
  });

  it('refuses a loader that shuffles, labels without a class, and no images', async () => {
    const shuffled = new DataLoader(dataset, { batchSize: 2, imageSize: 28 });
    await expect(predictDataset(engine, model, shuffled)).rejects.toThrow('the loader shuffles');
    const small = new LeNet({ numClasses: 4 }).initialize(0);
    await expect(predictDataset(engine, small, loaderOf(2))).rejects.toThrow(
      'five noise images has labels up to 4, the model tells 4 classes apart',
    );
  });
});

it('makes logits of mean probabilities, however small these are', () => {
  const views = [Float32Array.of(0, -2000, -3000), Float32Array.of(0, -2000, -3001)];
  const [certain, small, smaller] = meanLogits(views, 3);
  expect([certain, small]).toEqual([0, -2000]);
  expect(smaller).toBeCloseTo(-3000 + Math.log((1 + Math.exp(-1)) / 2), 3);
});
