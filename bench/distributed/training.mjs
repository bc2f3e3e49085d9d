// Steps of the tutorial's training with the other ranks of a group, or by itself.
import { partOf } from '../../dist/data/share.js';
import { DataLoader, GoogLeNet, imageDataset, nn, openEngine, SGD } from '../../dist/index.js';
import { Ranks } from '../../dist/training/ranks.js';
import { StepRunner } from '../../dist/training/step-runner.js';
import { takeStep } from '../../dist/training/take-step.js';

const batches = 4;

/** @returns its engine, model, `step`, and `close` */
export async function openTraining({ threads, batchSize, imageSize, group }) {
  const ranks = new Ranks(group);
  const count = batches * batchSize;
  const images = Uint8Array.from({ length: count * imageSize * imageSize }, (_, pixel) => (pixel * 7919) % 251);
  const labels = Uint8Array.from({ length: count }, (_, image) => (image * 5) % 10);
  const classNames = Array.from({ length: 10 }, (_, index) => String(index));
  const dataset = imageDataset({ images, labels, rows: imageSize, columns: imageSize, classNames });
  const trainData = new DataLoader(dataset, { batchSize, imageSize });
  const engine = await openEngine('onednn', { threads });
  const model = new GoogLeNet().initialize(0);
  const { begin, end } = partOf(batchSize, ranks.share);
  const runner = await StepRunner.create(engine, {
    model,
    loss: new nn.CrossEntropyLoss(),
    optimizer: new SGD({ learningRate: 0.005 }),
    imageShape: [1, imageSize, imageSize],
    batchSize: end - begin,
    ranks,
  });
  await runner.takeFirst();
  let steps = 0;
  return {
    engine,
    model,
    async step() {
      const position = { epoch: 1, step: steps++ % batches };
      const parts = { runner, ranks, signal: undefined, trainData, accumulate: 1, seed: 0, position };
      await takeStep({ ...parts, learningRate: 0.005, updatesBefore: steps - 1 });
    },
    async close() {
      await runner.release();
      await engine.close();
    },
  };
}
