// The same weights here and in PyTorch give the same predictions on Fashion-MNIST: PyTorch's are recorded in
// test/fixtures/exchange. The reverse way, and a network that was trained, are scripts/prove-exchange.mjs's to show.

import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { imagesName, prediction } from '../src/compile/programs.ts';
import type { InMemoryDataset } from '../src/data/dataset.ts';
import { fashionMnist } from '../src/data/fashion-mnist/fashion-mnist.ts';
import { locateFashionMnist } from '../src/data/fashion-mnist/locate.ts';
import { DataLoader } from '../src/data/loader.ts';
import { readSafetensors, type SafetensorsTensor } from '../src/formats/safetensors.ts';
import { GoogLeNet } from '../src/models/googlenet.ts';
import type { StateTensor } from '../src/nn/module.ts';
import { createModelStore } from '../src/training/model-store.ts';
import { relativeL2 } from './support/compare.ts';
import { withEngine } from './support/engines.ts';
import { drawParityWeights } from './support/parity-fixtures.ts';
import { itUnless, withoutDataset } from './support/unless.ts';

const file = fileURLToPath(new URL('fixtures/exchange/googlenet.safetensors', import.meta.url));
const recorded = readSafetensors(file).tensors;

function read<D extends SafetensorsTensor['dtype']>(name: string, dtype: D) {
  const tensor = recorded.get(name);
  if (tensor?.dtype !== dtype) throw new Error(`${file}: no ${name} of ${dtype}`);
  return tensor as Extract<SafetensorsTensor, { dtype: D }>;
}

const model = new GoogLeNet();
drawParityWeights(model);
const head = ['model.21.weight', 'model.21.bias'].map((name) => [name, read(name, 'F32')] as const);
model.loadStateDict(new Map<string, StateTensor>([...model.stateDict(), ...head]));

const images = read('images', 'U8');
const fewImages: InMemoryDataset = {
  name: 'the first test images',
  images: images.data,
  labels: new Uint8Array(images.shape[0]),
  count: images.shape[0],
  rows: 28,
  columns: 28,
  // Their labels play no part.
  classNames: ['any'],
  sha256: '',
};

const places = await locateFashionMnist({}, 'test');

async function runAll(dataset: InMemoryDataset, batchSize: number): Promise<Float32Array> {
  return withEngine('onnxruntime', async (engine) => {
    const graph = prediction(model, [batchSize, 1, 96, 96]);
    const program = await engine.compile(graph, await createModelStore(engine, model, [graph]));
    const loader = new DataLoader(dataset, { batchSize, shuffle: false });
    const logits = new Float32Array(10 * dataset.count);
    let position = 0;
    for (const batch of loader.epoch(0)) {
      const outputs = await program.run({ [imagesName]: batch.images });
      logits.set(outputs.logits, position);
      position += outputs.logits.length;
    }
    return logits;
  });
}

/** One in so many of the 10,000 test images is taken; scripts/prove-exchange.mjs takes all, in minutes. */
const sampledEvery = 5;

function sample(dataset: InMemoryDataset): InMemoryDataset {
  const count = Math.floor(dataset.count / sampledEvery);
  const images = new Uint8Array(784 * count);
  for (let index = 0; index < count; index++) {
    const begin = 784 * sampledEvery * index;
    images.set(dataset.images.subarray(begin, begin + 784), 784 * index);
  }
  return { ...dataset, images, labels: new Uint8Array(count), count };
}

/**
 * Images whose largest logit here is not PyTorch's, though PyTorch's was ahead by 1e-3 or more.
 * @param every the logits are of the test images 0, every, 2·every, …
 */
function differences(logits: Float32Array, every = 1): readonly number[] {
  const predictions = read('predictions', 'U8').data;
  const margins = read('margins', 'F32').data;
  return Array.from({ length: logits.length / 10 }, (_, index) => index * every).filter((index) => {
    const begin = (10 * index) / every;
    const ours = logits.subarray(begin, begin + 10);
    return ours.indexOf(Math.max(...ours)) !== predictions[index] && margins[index] >= 1e-3;
  });
}

describe('with the weights of a PyTorch network', () => {
  it('the recording tells all ten classes apart, most of them clearly', () => {
    const counts = Array.from(
      { length: 10 },
      (_, label) => read('predictions', 'U8').data.filter((one) => one === label).length,
    );
    expect(Math.min(...counts)).toBeGreaterThan(500);
    const margins = read('margins', 'F32').data;
    expect(margins.length).toBe(10_000);
    expect(margins.filter((margin) => margin < 1e-3).length).toBeLessThan(20);
  });

  it('the first 64 test images have the logits of PyTorch', async () => {
    const logits = await runAll(fewImages, 64);
    expect(relativeL2(logits, read('logits', 'F32').data)).toBeLessThan(1e-5);
    expect(differences(logits)).toEqual([]);
  });

  itUnless(
    withoutDataset(places),
    '2,000 test images are taken for what PyTorch takes them for (needs the dataset)',
    async () => {
      const logits = await runAll(sample(await fashionMnist({ split: 'test', mirrors: [] })), 100);
      expect(logits.length).toBe(20_000);
      expect(differences(logits, sampledEvery)).toEqual([]);
    },
  );
});
