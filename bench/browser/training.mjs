// What bench/browser.mjs lets Node and the browser do alike: some training steps of GoogLeNet at each turn.
import { DataLoader, GoogLeNet, imageDataset, nn, SGD, Trainer } from '../../dist/web.js';

/** @returns a function that takes the next steps and gives the images per second of each */
export function openTraining(engine, { size, batchSize, steps }) {
  const loaderOf = (count) => {
    const images = Uint8Array.from({ length: count * 28 * 28 }, (_, at) => (at * 7919 + (at >> 5)) % 256);
    const labels = Array.from({ length: count }, (_, index) => index % 10);
    const classNames = Array.from({ length: 10 }, (_, label) => `${label}`);
    const dataset = imageDataset({ images, labels, rows: 28, columns: 28, classNames });
    return new DataLoader(dataset, { batchSize, imageSize: size });
  };
  const trainer = new Trainer({
    model: new GoogLeNet(),
    trainData: loaderOf(steps * batchSize),
    testData: loaderOf(1),
    loss: new nn.CrossEntropyLoss(),
    optimizer: new SGD({ learningRate: 0.005 }),
    engine,
  });
  let speeds = [];
  trainer.observe((event) => event.kind === 'step' && speeds.push(event.imagesPerSecond));
  return async () => {
    speeds = [];
    await trainer.train(1);
    return speeds;
  };
}
