// The worker: trains a small network on the page's pictures, and says what a new one shows.
import { Adam, DataLoader, imageDataset, nn, openEngine, predict, Trainer } from 'googlenet/web';
import wasm from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import * as ort from 'onnxruntime-web/wasm';

class Net extends nn.Module {
  constructor(classes) {
    super();
    const block = (from, to) => [new nn.Conv2d(from, to, 3, { padding: 1 }), new nn.ReLU(), new nn.MaxPool2d(2)];
    this.features = new nn.Sequential(...block(3, 16), ...block(16, 32), ...block(32, 64));
    this.classifier = new nn.Sequential(new nn.AdaptiveAvgPool2d(1), new nn.Flatten(), new nn.Linear(64, classes));
  }
  forward(x) {
    return this.classifier.call(this.features.call(x));
  }
}

ort.env.wasm.wasmPaths = { wasm };
const opening = openEngine('wasm', { runtime: ort, threads: 1 });
const epochs = 30;
let trained;

async function train({ side, classNames, pictures }) {
  const images = Uint8Array.from(pictures.flat().flatMap((pixels) => [...pixels]));
  const labels = pictures.flatMap(({ length }, label) => Array(length).fill(label));
  const dataset = imageDataset({ images, labels, rows: side, columns: side, channels: 3, classNames });
  const trainData = new DataLoader(dataset, { batchSize: 8, imageSize: side, augmentation: 'basic' });
  const testData = new DataLoader(dataset, { batchSize: 8, imageSize: side, shuffle: false });
  const [model, engine] = [new Net(classNames.length), await opening];
  const [loss, optimizer] = [new nn.CrossEntropyLoss(), new Adam({ learningRate: 0.003 })];
  const trainer = new Trainer({ model, trainData, testData, loss, optimizer, engine });
  trainer.observe((event) => {
    if (event.kind !== 'epoch') return;
    const status = `epoch ${event.epoch} of ${epochs}: ${(100 * event.testAccuracy).toFixed(0)} % of your pictures are right`;
    postMessage({ status, progress: event.epoch / epochs });
  });
  await trainer.train(epochs);
  await trainer.close();
  trained = { model, classNames, imageShape: [3, side, side] };
}

async function classify({ pixels }) {
  if (trained === undefined) throw new Error('train first');
  const { model, classNames, imageShape } = trained;
  const image = Float32Array.from(pixels, (level) => level / 255);
  const [{ classIndex, probability }] = await predict(model, image, { imageShape, engine: await opening });
  postMessage({ answer: `${classNames[classIndex]}, ${(100 * probability).toFixed(0)} %` });
}

addEventListener('message', ({ data }) => {
  const work = data.kind === 'train' ? train(data) : classify(data);
  work.catch(({ message }) => postMessage({ status: message }));
});
